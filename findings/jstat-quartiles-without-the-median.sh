#!/usr/bin/env bash
# jstat 1.9.6 (npm): of five the first quartile is the least, the third is the fourth, and of six the middle one is not the median.
#
# Expected: quartiles() are three numbers that part the values into quarters, the middle one being the median of the same package, and
#   turned round they are the same: of 1 to 5, 2, 3 and 4, as percentile() here, numpy and d3 have them.
# Instead: one value is taken each, at the rounded place of n/4, n/2 and 3n/4, so that all of them are too low, the more the fewer
#   there are. The documentation says "returns the quartiles of the array".
# Output seen: of 1 to 5 1 3 4, of -5 to -1 -5 -3 -2; of 1 to 6 2 3 5, median 3.5; of 1 and 100 1 1 100, median 50.5; percentile of 1 to 5 2 3 4.
# Since: seen on 2026-11-30.
# For cohorts: half of the people are to lie between the first and the third quartile, and here it is three or four of five; small cohorts
#   stay shorter than they do. Take percentile(days, 0.25).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund jstat@1.9.6
cat > run.cjs <<'JS'
const { jStat } = require("jstat");
const upTo = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => from + place);
const five = upTo(1, 5);
const tell = (days) => jStat.quartiles(days).join(" ");
console.log(`of 1 to 5 ${tell(five)}, of -5 to -1 ${tell(upTo(-5, -1))}`);
console.log(`of 1 to 6 ${tell(upTo(1, 6))}, median ${jStat.median(upTo(1, 6))}`);
console.log(`of 1 and 100 ${tell([1, 100])}, median ${jStat.median([1, 100])}`);
console.log(`percentile ${[0.25, 0.5, 0.75].map((part) => jStat.percentile(five, part)).join(" ")}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = 'of 1 to 5 1 3 4, of -5 to -1 -5 -3 -2
of 1 to 6 2 3 5, median 3.5
of 1 and 100 1 1 100, median 50.5
percentile 2 3 4' ] ||
  { echo "changed: jstat has other quartiles"; exit 1; }
