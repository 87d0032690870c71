#!/usr/bin/env bash
# jlouvain 2.0.0 (npm; louvain 1.2.0 does the same): ann answered bob ten times, and bob her once: they are one circle or not, by which of the two
# stands last in the list.
#
# Expected: ties have no direction there, so both rows are ties between ann and bob: eleven, in whatever order, as with the sums given. Of ann, bob,
#   cat and dan in a ring, with eleven between ann and bob and between cat and dan, and four between the pairs, the circles are the pairs, whose
#   modularity is 0.233 (22/30 - 2 * 0.5^2), and of all in one it is 0. Or a pair that stands there twice fails.
# Instead: the weight that comes last stands for the pair, in both directions, while the whole has both, so that what is by chance is counted
#   half as well where all answer each other. No warning; in the README each pair stands once.
# Output seen: bob's one answer last "ann bob cat dan", the ten last "ann bob | cat dan", sums "ann bob | cat dan"; louvain the same; graphology
#   0.26.0 with ties added "ann bob | cat dan".
# Since: seen on 2026-11-30.
# For circles: lists of answers have a row for each direction as a rule, and are sorted by name or time: circles are decided by how often the one
#   answers who comes later. Add both up before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund jlouvain@2.0.0 louvain@1.2.0 graphology@0.26.0 graphology-communities-louvain@2.0.2
cat > run.cjs <<'JS'
const Graph = require("graphology");
const graphology = require("graphology-communities-louvain");
const libraries = [require("jlouvain").jLouvain, require("louvain").jLouvain];

const people = ["ann", "bob", "cat", "dan"];
const many = [["ann", "bob", 10], ["cat", "dan", 10]];
const few = [["bob", "ann", 1], ["dan", "cat", 1]];
const between = [["bob", "cat", 2], ["cat", "bob", 2], ["dan", "ann", 2], ["ann", "dan", 2]];
const sums = [["ann", "bob", 11], ["cat", "dan", 11], ["bob", "cat", 4], ["dan", "ann", 4]];
const write = (groups) => {
  const names = [...new Set(people.map((one) => groups[one]))];
  return names.map((name) => people.filter((one) => groups[one] === name).join(" ")).join(" | ");
};
const edges = (rows) => rows.map(([source, target, weight]) => ({ source, target, weight }));
const lists = [[...many, ...few, ...between], [...few, ...many, ...between], sums];
const seen = libraries.map((library) => lists.map((rows) => write(library().nodes(people).edges(edges(rows))())).join(", "));
const graph = new Graph({ type: "undirected" });
for (const [one, other, weight] of lists[0]) graph.updateEdge(one, other, (tie) => ({ weight: (tie.weight ?? 0) + weight }));
console.log(`${seen.join("; ")}; graphology ${write(graphology(graph))}`);
JS
seen=$(node run.cjs)
echo "$seen"
both="ann bob cat dan, ann bob | cat dan, ann bob | cat dan"
[ "$seen" = "$both; $both; graphology ann bob | cat dan" ] || { echo "changed: jlouvain counts answers otherwise"; exit 1; }
