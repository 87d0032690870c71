#!/usr/bin/env bash
# jstat 1.9.6 (npm): the chance of 150 events where 150 are expected is infinite, and of 180 not a number.
#
# Expected: poisson.pdf(150, 150) is 0.0326, and P(X <= 150) of 171 expected is 0.056, as R and scipy have
#   them: counts of any size, since logarithms are at hand.
# Instead: powers and factorials are multiplied out, so that numbers overflow from some 145 events on.
#   Nothing is thrown. binomial.pdf does the same from a thousand trials on.
# Output seen: poisson 140: 0.0337, 150: Infinity, 180: NaN; at most 150 of 171 expected: Infinity;
#   150 where 190 are expected are fewer at 5 %: false (P is 0.0015); 500 of 1,100 at 0.45: Infinity (0.0231).
# Since: seen on 2026-11-30.
# For rates: a week of 180 new followers has no chance at all, and `p < 0.05` of NaN and Infinity is false:
#   large accounts never change. Use exact distributions that take logarithms, such as @stdlib's.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund jstat@1.9.6
cat > run.cjs <<'JS'
const {jStat} = require("jstat");
const of = (count) => `${count}: ${+jStat.poisson.pdf(count, count).toFixed(4)}`;
const fewer = jStat.poisson.cdf(150, 190);
console.log(`poisson ${[140, 150, 180].map(of).join(", ")}; at most 150 of 171 expected: ${jStat.poisson.cdf(150, 171)}; ` +
  `fewer than 190 at 5 %: ${fewer < 0.05}; 500 of 1,100 at 0.45: ${jStat.binomial.pdf(500, 1100, 0.45)}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "poisson 140: 0.0337, 150: Infinity, 180: NaN; at most 150 of 171 expected: Infinity; fewer than 190 at 5 %: false; 500 of 1,100 at 0.45: Infinity" ] ||
  { echo "changed: jstat reckons with counts beyond 150 otherwise"; exit 1; }
