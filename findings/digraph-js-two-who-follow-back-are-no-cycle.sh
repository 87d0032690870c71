#!/usr/bin/env bash
# digraph-js 2.2.4 (npm): of four people of whom bob and dan follow each other, findCycles() has three cycles, and not theirs.
#
# Expected: "Find precisely all vertices involved in cycles and sub-cycles": of ann > bob > cat > dan > ann, bob > dan and dan > bob there are four: ann bob
#   cat dan, ann bob dan, bob cat dan, and bob dan, as networkx's simple_cycles() and elementary-circuits-directed-graph 1.3.1 have them.
# Instead: from each first step the way is walked once, and whoever was seen on it is not walked again, so that a shorter way back, which comes up
#   later, is none. Which one it is depends on the order of people.
# Output seen: digraph-js ann bob cat dan, ann bob dan, bob cat dan; the other one ann bob cat dan, ann bob dan, bob cat dan, bob dan; told in another
#   order, digraph-js ann bob dan, bob cat dan, bob dan.
# Since: seen on 2026-12-01.
# For circles of followbacks: a pair who follow each other, the shortest cycle of all, is missing where they know others in common. Compare both directions.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund digraph-js@2.2.4 elementary-circuits-directed-graph@1.3.1
cat > run.mjs <<'JS'
import { DiGraph } from "digraph-js";
import circuits from "elementary-circuits-directed-graph";
const people = ["ann", "bob", "cat", "dan"];
const follows = { ann: ["bob"], bob: ["cat", "dan"], cat: ["dan"], dan: ["ann", "bob"] };
const in_order = (cycles) =>
  cycles.map((cycle) => {
    const least = cycle.indexOf([...cycle].sort()[0]);
    return [...cycle.slice(least), ...cycle.slice(0, least)].join(" ");
  }).sort().join(", ");
const tell = (order, whom) => {
  const graph = new DiGraph();
  graph.addVertices(...order.map((id) => ({ id, adjacentTo: whom(follows[id]), body: {} })));
  return in_order(graph.findCycles());
};
console.log(tell(people, (them) => them));
console.log(tell(["bob", "dan", "cat", "ann"], (them) => [...them].reverse()));
console.log(in_order(circuits(people.map((who) => follows[who].map((whom) => people.indexOf(whom)))).map((cycle) => cycle.slice(1).map((at) => people[at]))));
JS
seen=$(node run.mjs)
echo "$seen"
three="ann bob cat dan, ann bob dan, bob cat dan"
[ "$seen" = "$three"$'\n'"ann bob dan, bob cat dan, bob dan"$'\n'"$three, bob dan" ] || { echo "changed: digraph-js finds other cycles"; exit 1; }
