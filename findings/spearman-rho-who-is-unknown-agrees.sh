#!/usr/bin/env bash
# spearman-rho 1.0.6 (npm): of four people the longer they stayed the less they replied, a correlation of -1, and with two of whom neither is
# known it is 0.41; of days that are texts it goes by their first digit.
#
# Expected: pairs of which one is not known are left out (pandas; R and SciPy on demand), -1, or the answer is not a number (SciPy as it comes).
# Instead: what is unknown, null, undefined or NaN, is ranked: above all numbers, and tied with its kind. Two people of whom nothing is known are alike in
#   both, highest in both. Texts, as a CSV has them, are ranked as texts ("14" before "7"), if all are, and no error tells.
# Output seen, four people known -1.000; one unknown more null 0.000, undefined 0.000, NaN 0.000; two null 0.412, undefined 0.412, NaN 0.412;
#   7, 14, 30 and 90 days as texts, by 1, 2, 3 and 4 replies 0.400, as numbers 1.000.
#   By hand, ranks 1 2 3 4 5.5 5.5 and 4 3 2 1 5.5 5.5: covariance 7, variances 17, 7 / 17 = 0.412.
# Since: seen on 2026-12-01.
# For engagement: people who were not looked at make whoever stays reply, the more of them the more. Leave them out, and convert first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund spearman-rho@1.0.6
cat > run.cjs <<'JS'
const Spearman = require("spearman-rho");
const rho = async (days, replies) => (await new Spearman(days, replies).calc()).toFixed(3);
const with_unknown = async (...more) => `${more[0]} ${await rho([1, 2, 3, 4, ...more], [4, 3, 2, 1, ...more])}`;
(async () => {
  const all = async (count) => (await Promise.all([null, undefined, NaN].map((one) => with_unknown(...Array(count).fill(one))))).join(", ");
  const replies = [1, 2, 3, 4];
  const texts = `texts ${await rho(["7", "14", "30", "90"], replies)}, numbers ${await rho([7, 14, 30, 90], replies)}`;
  console.log(`known ${await rho([1, 2, 3, 4], [4, 3, 2, 1])}; one ${await all(1)}; two ${await all(2)}; ${texts}`);
})();
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "known -1.000; one null 0.000, undefined 0.000, NaN 0.000; two null 0.412, undefined 0.412, NaN 0.412; texts 0.400, numbers 1.000" ] ||
  { echo "changed: spearman-rho ranks otherwise"; exit 1; }
