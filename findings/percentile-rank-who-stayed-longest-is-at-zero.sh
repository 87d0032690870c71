#!/usr/bin/env bash
# percentile-rank 1.0.6 (npm, "the same values as the Excel PERCENTRANK and PERCENTRANK.INC functions"): of a list that begins with the newest, who
# stayed longest is at 0 and who stayed shortest at 1; in any other order ranks are places in the list.
#
# Expected: Excel's functions take numbers in any order: of 90, 30, 14, 7 and 1 days, 90 is at 1 and 1 at 0, 30 at 0.75; a value between two of them lies
#   between their ranks, 20 at 0.5 + 0.25 * 6 / 16 = 0.594; one that is not between least and greatest is an error, as here.
# Instead: the rank is the place where the value stands first, by the number of others. Of values between, the first two neighbours in the list that have it
#   between them in rising order decide; without any it is "Out of bounds". The README says nothing of order, its example is sorted.
# Output seen, ranks of 90, 30, 14, 7, 1 and 20: rising 1 0.75 0.5 0.25 0 0.594; falling 0 0.25 0.5 0.75 1 error; as they came (14 90 1 30 7) 0.25 0.75 0 1 0.5
#   0.02.
# Since: seen on 2026-12-01.
# For stays: "stayed longer than three quarters of followers" is said of those who left first, and nothing in the numbers tells. Sort first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund percentile-rank@1.0.6
cat > run.cjs <<'JS'
const rank = require("percentile-rank");
const asked = (days, one) => {
  try {
    return Number(rank(days, one).toFixed(3));
  } catch {
    return "error";
  }
};
const tell = (days) => [90, 30, 14, 7, 1, 20].map((one) => asked(days, one)).join(" ");
console.log(`rising ${tell([1, 7, 14, 30, 90])}; falling ${tell([90, 30, 14, 7, 1])}; as they came ${tell([14, 90, 1, 30, 7])}`);
JS
seen=$(node run.cjs)
echo "$seen"
one="rising 1 0.75 0.5 0.25 0 0.594; falling 0 0.25 0.5 0.75 1 error"
[ "$seen" = "$one; as they came 0.25 0.75 0 1 0.5 0.02" ] || { echo "changed: ranks are others"; exit 1; }
