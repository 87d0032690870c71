#!/usr/bin/env bash
# graph 0.2.0 (npm): once Bob is taken out of a graph of follows, he is followed by all who followed him, and only those whom he followed have lost him.
#
# Expected: del("bob") removes bob and the edges at him, as in networkx and ngraph.graph: of ann and dan, who follow bob, and bob and cat, who follow each
#   other, three people are left, and nobody follows anybody: size 0.
# Instead: edges are removed to those whom bob follows. Whoever follows him without being followed keeps the edge: has("ann", "bob") is true, the
#   degree of ann 1, and the size counts it, while order() is 3.
# Output seen, order, size, degrees: before 4 3 ann 1 bob 1 cat 1 dan 1; after 3 2 ann 1 bob ? cat 0 dan 1, ann follows bob true; with set(), which
#   makes edges in both directions, 3 0 ann 0 bob ? cat 0 dan 0, false.
# Since: seen on 2026-12-01.
# For follows of those who deleted their account: more follows than people could have, by a follow of each one-sided follower of whoever is gone. Remove
#   the edges first, by deldir() of each who follows.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund graph@0.2.0
cat > run.cjs <<'JS'
const { Graph } = require("graph");
const people = ["ann", "bob", "cat", "dan"];
const follows = [["ann", "bob"], ["dan", "bob"], ["bob", "cat"], ["cat", "bob"]];
const tell = (graph) => `${graph.order()} ${graph.size()} ${people.map((who) => `${who} ${graph.degree(who) ?? "?"}`).join(" ")}`;
const without = (way) => {
  const graph = new Graph();
  for (const [who, whom] of follows) graph[way](who, whom);
  const before = tell(graph);
  graph.del("bob");
  return `${way} ${before}, after ${tell(graph)} ${graph.has("ann", "bob")}`;
};
console.log(`${without("dir")}; ${without("set")}`);
JS
seen=$(node run.cjs)
echo "$seen"
one="dir 4 3 ann 1 bob 1 cat 1 dan 1, after 3 2 ann 1 bob ? cat 0 dan 1 true"
[ "$seen" = "$one; set 4 3 ann 1 bob 3 cat 1 dan 1, after 3 0 ann 0 bob ? cat 0 dan 0 false" ] || { echo "changed: others are gone"; exit 1; }
