#!/usr/bin/env bash
# @thi.ng/adjacency 2.5.53 (npm): once somebody has left, the way from ann to eve begins and ends with eve, and the more have left the more
# people have no way to them, by the numbers that they have.
#
# Expected: of ann (1) > bob (2) > cat (3) > eve (4) the way from ann to eve is 1 2 3 4, before and after person 0, who follows ann and whom nobody
#   follows, is taken out by removeVertex(0), which the list has for this.
# Instead: BFS makes room for as many people as there are, and looks people up by their number, which did not change: what it writes of person 4 of four is
#   gone, the way back from there is not known, and it is taken for the beginning. hasPathTo(4) is true. Of a list with numbers 5, 9 and 12 it is the same
#   without anybody having left.
# Output seen: before 1 2 3 4; after 4, true; to 3, 1 2 3.
# Since: seen on 2026-12-01.
# For circles: a way of one person is zero steps, so that the last in the list become everybody's neighbours, month by month. Number people anew.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @thi.ng/adjacency@2.5.53
cat > run.mjs <<'JS'
import { BFS, defAdjList } from "@thi.ng/adjacency";
const graph = defAdjList([[0, 1], [1, 2], [2, 3], [3, 4]]);
const way = (to) => [...(new BFS(graph, 1).pathTo(to) ?? [])].join(" ");
const before = way(4);
graph.removeVertex(0);
console.log(`before ${before}; after ${way(4)}, ${new BFS(graph, 1).hasPathTo(4)}; to 3, ${way(3)}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "before 1 2 3 4; after 4, true; to 3, 1 2 3" ] || { echo "changed: BFS finds other ways"; exit 1; }
