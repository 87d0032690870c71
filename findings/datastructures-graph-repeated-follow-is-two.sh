#!/usr/bin/env bash
# @datastructures-js/graph 5.3.1 (npm): whoever follows, leaves and follows again, or stands in two lists, is one follow of the graph and two in its count;
# once they have left there is nobody, and one follow. Who follows back is two ties, too.
#
# Expected: addEdge() of a follow that is there replaces its weight, as getWeight() shows, and getEdgesCount(), "the number of edges in the graph", stays 1,
#   as in networkx or ngraph.graph. In Graph, whose ties have no direction, ann and bob are the tie of bob and ann.
# Instead: each call of addEdge() counts, and removeEdge() takes off one for what it finds. A weight that is null, not undefined, is 0 and not 1.
# Output seen, follows that one finds, and the count: told once 1 1; twice 1 2; gone 0 1; ties of ann bob and bob ann 1 2, gone 0 1; weight of null 0.
# Since: seen on 2026-12-01.
# For density and mean degrees: lists laid on each other count each follower once a list, and numbers grow as long as one looks. Ask hasEdge() first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @datastructures-js/graph@5.3.1
cat > run.cjs <<'JS'
const { DirectedGraph, Graph } = require("@datastructures-js/graph");
const people = ["ann", "bob"];
const start = (Kind) => people.reduce((graph, who) => graph.addVertex(who), new Kind());
const follows = start(DirectedGraph);
const found = () => people.reduce((sum, who) => sum + follows.getConnectedVertices(who).length, 0);
const tell = () => `${found()} ${follows.getEdgesCount()}`;
follows.addEdge("ann", "bob", 1);
const once = tell();
follows.addEdge("ann", "bob", 1);
const twice = tell();
follows.removeEdge("ann", "bob");
const ties = start(Graph);
ties.addEdge("ann", "bob");
ties.addEdge("bob", "ann");
const seen = () => `${Number(ties.hasEdge("ann", "bob"))} ${ties.getEdgesCount()}`;
const both = seen();
ties.removeEdge("ann", "bob");
const weight = start(DirectedGraph).addEdge("ann", "bob", null).getWeight("ann", "bob");
console.log(`once ${once}; twice ${twice}; gone ${tell()}; ties ${both}, gone ${seen()}; null ${weight}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "once 1 1; twice 1 2; gone 0 1; ties 1 2, gone 0 1; null 0" ] || { echo "changed: edges are counted otherwise"; exit 1; }
