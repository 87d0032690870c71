#!/usr/bin/env bash
# louvain 1.2.0 (npm): of forty people in four circles it finds eight, six and six, whose modularity is well below that of the four.
#
# Expected: Louvain's method moves people while modularity rises, then makes a person of each group, whose ties are the sums of theirs, and goes on:
#   about four groups with about the modularity of the four circles that the ties were drawn from (within a circle one pair in two, across one in
#   twenty), as graphology-communities-louvain 2.0.2 has them, and jlouvain 2.0.0, which it was made from.
# Instead: among groups each tie is kept beside the sum so far, not in place of it, so that n ties count for n (n + 1) / 2. What is by
#   chance is then told by far too many ties, and hardly anything is joined in the second round and those after it. No error.
# Output seen, groups and modularity of three networks: louvain 8 0.404, 6 0.400, 6 0.406; jlouvain 4 0.511, 3 0.442, 4 0.476; graphology
#   4 0.527, 4 0.474, 4 0.476; the circles that were drawn 4 0.523, 4 0.471, 4 0.476.
# Since: seen on 2026-11-30.
# For circles: there seem to be twice as many circles, half as large, the more so the larger the network is. Take graphology's.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund louvain@1.2.0 jlouvain@2.0.0 graphology@0.26.0 graphology-communities-louvain@2.0.2 \
  graphology-metrics@2.4.2
cat > run.cjs <<'JS'
const Graph = require("graphology");
const graphology = require("graphology-communities-louvain");
const modularity = require("graphology-metrics/graph/modularity");
const { jLouvain: jlouvain } = require("jlouvain");
const { jLouvain: louvain } = require("louvain");

// The same numbers on each machine: Lehmer's, by Park and Miller.
const numbers = (start) => () => (start = (start * 16807) % 2147483647) / 2147483647;
const people = Array.from({ length: 40 }, (_, index) => `n${index}`);
const circles = Object.fromEntries(people.map((person, index) => [person, index % 4]));
const draw = (start) => {
  const next = numbers(start * 977);
  const pairs = people.flatMap((one, index) => people.slice(index + 1).map((other) => [one, other]));
  return pairs.filter(([one, other]) => next() < (circles[one] === circles[other] ? 0.5 : 0.05));
};
const seen = { louvain: [], jlouvain: [], graphology: [], circles: [] };
for (const start of [1, 2, 3]) {
  const ties = draw(start);
  const graph = new Graph({ type: "undirected" });
  people.forEach((person) => graph.addNode(person));
  ties.forEach(([one, other]) => graph.addEdge(one, other));
  const edges = () => ties.map(([source, target]) => ({ source, target, weight: 1 }));
  const judge = (groups) => {
    graph.forEachNode((person) => graph.setNodeAttribute(person, "community", groups[person]));
    return [new Set(Object.values(groups)).size, modularity(graph)];
  };
  seen.louvain.push(judge(louvain().nodes(people).edges(edges())()));
  seen.jlouvain.push(judge(jlouvain().nodes(people).edges(edges())()));
  seen.graphology.push(judge(graphology(graph, { rng: numbers(5) })));
  seen.circles.push(judge(circles));
}
console.log(Object.entries(seen).map(([name, rows]) => `${name} ${rows.map(([count, q]) => `${count} ${q.toFixed(3)}`).join(", ")}`).join("; "));
JS
seen=$(node run.cjs)
echo "$seen"
case $seen in
  "louvain 8 0.404, 6 0.400, 6 0.406; jlouvain 4 0.511, 3 0.442, 4 0.476; graphology 4 "*"; circles 4 0.523, 4 0.471, 4 0.476") ;;
  *) echo "changed: louvain finds other circles"; exit 1 ;;
esac
