#!/usr/bin/env bash
# graphology-pagerank 1.1.0 (npm; graphology 0.26.0): of an undirected graph the ranks have a sum of 0.25, and it has ranks or fails to converge by which
# of the two of a tie is named first.
#
# Expected: PageRank of ties without directions is that of ties in both: of a hub and four others, hub 0.476 and others 0.131, with a sum of 1, as
#   graphology-metrics 2.4.2 and networkx have it. By hand: hub h, others o, h = 0.03 + 0.85 * 4 o, o = 0.03 + 0.85 * h / 4, so h = 0.132 / 0.2775.
# Instead: what passes along a tie is divided by the number of ties of whoever is named first in it, in both directions: o = 0.03 + 0.85 * h / 4 and
#   h = 0.03 + 0.85 * 4 * o / 4, so that the others pass on a quarter. With them first, all of the hub's goes to each. With weights it is divided by all
#   ties of the graph.
# Output seen, hub, others, sum: hub first 0.068 0.044 0.245; others first fails; graphology-metrics, either way, 0.476 0.131 1.000.
# Since: seen on 2026-12-01.
# For ties: where it fails, one turns the pairs around, and has ranks that look like ranks: the hub is one and a half times the others, not three and a half
#   times. The ranks are in graphology-metrics now, this one is on npm under its own name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund --legacy-peer-deps graphology-pagerank@1.1.0 graphology-metrics@2.4.2 graphology@0.26.0 lodash
cat > run.cjs <<'JS'
const Graph = require("graphology");
const others = ["ann", "bob", "cat", "dan"];
const tell = (rank, first) => {
  const graph = new Graph({ type: "undirected" });
  for (const who of others) graph.mergeEdge(...(first === "hub" ? ["hub", who] : [who, "hub"]));
  try {
    const ranks = rank(graph);
    return `${ranks.hub.toFixed(3)} ${ranks.ann.toFixed(3)} ${Object.values(ranks).reduce((a, b) => a + b).toFixed(3)}`;
  } catch {
    return "fails";
  }
};
for (const name of ["graphology-pagerank", "graphology-metrics/centrality/pagerank"]) {
  console.log(`hub first ${tell(require(name), "hub")}; others first ${tell(require(name), "others")}`);
}
JS
seen=$(node run.cjs)
echo "$seen"
right="0.476 0.131 1.000"
[ "$seen" = "hub first 0.068 0.044 0.245; others first fails"$'\n'"hub first $right; others first $right" ] ||
  { echo "changed: the ranks are others"; exit 1; }
