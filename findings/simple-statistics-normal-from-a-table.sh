#!/usr/bin/env bash
# simple-statistics 7.12.1 (npm): its normal distribution comes from a table of two decimals, and
# its inverse is right to two decimals only.
#
# Expected: cumulativeStdNormalProbability(1.6449) is 0.9500 and probit(0.975) is 1.9600, as
#   in R (pnorm(1.6449) = 0.95000, qnorm(0.975) = 1.959964), to about seven digits.
# Instead: the first rounds z to hundredths before it looks up a table of four digits, so all z
#   from 1.635 to 1.645 have one probability; the second is 1.9572.
# Output seen: 1.644 0.9495, 1.6449 0.9495, 1.645 0.9505, 1.6549 0.9505; probit 1.9572.
# Since: seen on 2026-11-28.
# For cohorts: a p of 0.0500 is reported as 0.0495 or 0.0505, so what lies on the line of 5 % falls
#   on either side of it by rounding alone, and intervals made with probit(0.975) agree with
#   those of other tools to two or three digits only. Write 1.959964, or take a library with the
#   real functions.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund simple-statistics@7.12.1
cat > run.mjs <<'JS'
import { cumulativeStdNormalProbability, probit } from "simple-statistics";
const looked = [1.644, 1.6449, 1.645, 1.6549].map((z) => `${z} ${cumulativeStdNormalProbability(z)}`);
console.log(`${looked.join(", ")}; probit ${probit(0.975).toFixed(4)}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "1.644 0.9495, 1.6449 0.9495, 1.645 0.9505, 1.6549 0.9505; probit 1.9572" ] ||
  { echo "changed: simple-statistics computes the normal distribution otherwise"; exit 1; }
