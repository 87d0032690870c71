#!/usr/bin/env bash
# @thi.ng/adjacency 2.5.53 (npm): of three ties, one of whom is somebody's with themselves, there are two and a half; in the list a follow told twice
# is two follows, and two neighbours, and in the matrix one.
#
# Expected: numEdges() is the number of what edges() gives: 3. A second addEdge() of a follow that is there says false and changes nothing, as the matrix has
#   it; the list is another form of the same graph, by the same interface.
# Instead: an undirected matrix holds each tie twice and a tie with oneself once, and halves all. The list pushes whatever comes, says true, and counts it in
#   numEdges(), degree() and neighbors().
# Output seen: matrix, ties 3, counted 2.5; follow told twice, matrix true false, 1, degree 1, neighbors 1; list true true, 2, degree 2, neighbors 1 1.
# Since: seen on 2026-12-01.
# For density: people who answer themselves count for half in one form, and two lists laid on each other for twice in the other one. Ask hasEdge() first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @thi.ng/adjacency@2.5.53
cat > run.mjs <<'JS'
import { defAdjList, defAdjMatrix } from "@thi.ng/adjacency";
const ties = defAdjMatrix(3, [[0, 1], [1, 2], [2, 2]], true);
const twice = (graph) =>
  `${graph.addEdge(0, 1)} ${graph.addEdge(0, 1)}, ${graph.numEdges()}, degree ${graph.degree(0)}, neighbors ${[...graph.neighbors(0)].join(" ")}`;
console.log(`ties ${[...ties.edges()].length}, counted ${ties.numEdges()}; matrix ${twice(defAdjMatrix(2))}; list ${twice(defAdjList())}`);
JS
seen=$(node run.mjs)
echo "$seen"
told="matrix true false, 1, degree 1, neighbors 1; list true true, 2, degree 2, neighbors 1 1"
[ "$seen" = "ties 3, counted 2.5; $told" ] || { echo "changed: ties are counted otherwise"; exit 1; }
