#!/usr/bin/env bash
# @glideapps/graphs 0.0.3 (npm): whoever is followed from one circle and follows into another one is a node of a cycle, though nobody comes back to them.
#
# Expected: getCycleNodesInGraph() gives those who are in a cycle: of ann and bob, who follow each other, xia, whom bob follows and who follows cat, and cat
#   and dan, who follow each other, all but xia: no way leads from xia back to xia, as networkx's strongly connected components have it.
# Instead: whoever has nobody before or nobody behind them is taken away, until everybody has both, and the rest is given: those between cycles stay.
#   getCyclesInGraph(), of the same library and graph, lists two cycles, without xia.
# Output seen: nodes ann bob xia cat dan; cycles ann bob, cat dan; without cat and dan: nodes ann bob.
# Since: seen on 2026-12-01.
# For circles of those who follow back: in a graph with many of them most of those between belong to "a cycle", so that next to everybody seems to have
#   come in a round. Take the nodes of the cycles.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @glideapps/graphs@0.0.3
cat > run.cjs <<'JS'
const { getCycleNodesInGraph, getCyclesInGraph, makeGraphFromEdges } = require("@glideapps/graphs");
const first = { ann: ["bob"], bob: ["ann", "xia"] };
const graph = (follows) => makeGraphFromEdges(new Map(Object.entries(follows).map(([who, whom]) => [who, new Set(whom)])));
const nodes = (follows) => [...getCycleNodesInGraph(graph(follows))];
const all = { ...first, xia: ["cat"], cat: ["dan"], dan: ["cat"] };
const cycles = getCyclesInGraph(graph(all), new Set(nodes(all)));
console.log(`nodes ${nodes(all).join(" ")}; cycles ${cycles.map((cycle) => cycle.join(" ")).join(", ")}; without ${nodes(first).join(" ")}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "nodes ann bob xia cat dan; cycles ann bob, cat dan; without ann bob" ] || { echo "changed: other nodes are in a cycle"; exit 1; }
