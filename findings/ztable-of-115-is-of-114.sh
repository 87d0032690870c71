#!/usr/bin/env bash
# ztable 1.0.7 (npm): of a standard score of 1.15 it gives what belongs to 1.14, of 1.14 what belongs to 1.13, and of 0.29 what belongs to 0.28.
#
# Expected: the standard normal table, by its README: a score of two decimals stands in it, 1.15 is 0.8749, 1.14 is 0.8729, 0.29 is 0.6141,
#   2.01 is 0.9778.
# Instead: the score is multiplied by 100 and cut off. 1.15 * 100 is 114.99999999999999 in a double, which makes it 1.14. Where 0.29 is met, by 0.295, the
#   table has a misprint, 0.3829 for 0.3859, and gives 0.6171, which is above the 0.6160 of 0.295 itself.
# Output seen: 1.15 0.8729, 1.14 0.8708, 0.29 0.6103, 0.28 0.6103, 2.01 0.9772, -1.15 0.1271, 0.295 0.6171; of the scores 0.00 to 3.49, 18 of 350
#   are farther off than a table of four decimals may be.
# Since: seen on 2026-12-01.
# For verdicts: a difference of two routes a hundredth nearer to chance, by the digits of the score; 1.96 and 2.58 are right. Compute it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund ztable@1.0.7
cat > run.cjs <<'JS'
const ztable = require("ztable");
// The integral from 0, by Simpson's rule.
const below = (score, steps = 400) => {
  const density = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = 0;
  for (let step = 0; step <= steps; step += 1) sum += density((score * step) / steps) * (step % steps === 0 ? 1 : step % 2 ? 4 : 2);
  return 0.5 + (sum * score) / steps / 3;
};
const off = Array.from({ length: 350 }, (_, hundredth) => hundredth / 100).filter((score) => Math.abs(ztable(score) - below(score)) > 0.00011);
const scores = [1.15, 1.14, 0.29, 0.28, 2.01, -1.15, 0.295, 1.96, 2.58];
console.log(`${scores.map((score) => `${score} ${ztable(score)}`).join(", ")}; off ${off.length} of 350`);
JS
seen=$(node run.cjs)
echo "$seen"
one="1.15 0.8729, 1.14 0.8708, 0.29 0.6103, 0.28 0.6103, 2.01 0.9772, -1.15 0.1271, 0.295 0.6171, 1.96 0.975, 2.58 0.9951"
[ "$seen" = "$one; off 18 of 350" ] || { echo "changed: ztable has other values"; exit 1; }
