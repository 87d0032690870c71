#!/usr/bin/env bash
# pagerank.js 1.0.2 (npm): asked a second time, the same follows have other ranks, nearer to each other, whose sum is no longer 1; so has everybody
# whose follows come in between.
#
# Expected: rank(alpha, epsilon, tell) reads the follows that link() was told of: a second answer is the first, as one more follow makes that of all of
#   them together. By hand, cat, who is followed by bob alone, has 0.15 / 4 + 0.85 * bob: 0.0375 + 0.85 * 0.326 = 0.315.
# Instead: the shares that each one passes on are computed in place of the weights, and divided by the number of their follows again at each question. Of
#   a follow told later the weight is 1 and that of those before a part of it. There is one graph for the whole program; reset() makes it forget all.
# Output seen, ann bob cat dan: 0.321 0.326 0.315 0.038 (dan follows two, the others one each); asked again 0.286 0.288 0.282 0.038; and again 0.268
#   0.269 0.266 0.038. Sums 1.000, 0.894, 0.841.
# Since: seen on 2026-12-01.
# For ranks by month: the second month is not of the same scale as the first, and a watch that asks after each list loses everybody who has more than one
#   follow. Call reset() and tell all follows again before each question.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund pagerank.js@1.0.2
cat > run.cjs <<'JS'
const graph = require("pagerank.js");
const follows = ["ann bob", "bob cat", "cat ann", "dan ann", "dan bob"];
for (const pair of follows) graph.link(...pair.split(" "));
const ask = () => {
  const found = {};
  graph.rank(0.85, 1e-9, (who, rank) => (found[who] = rank));
  const ranks = ["ann", "bob", "cat", "dan"].map((who) => found[who]);
  return `${ranks.map((rank) => rank.toFixed(3)).join(" ")} sum ${ranks.reduce((a, b) => a + b).toFixed(3)}`;
};
console.log([ask(), ask(), ask()].join("; "));
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "0.321 0.326 0.315 0.038 sum 1.000; 0.286 0.288 0.282 0.038 sum 0.894; 0.268 0.269 0.266 0.038 sum 0.841" ] ||
  { echo "changed: pagerank.js ranks otherwise"; exit 1; }
