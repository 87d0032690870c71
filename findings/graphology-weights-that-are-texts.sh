#!/usr/bin/env bash
# graphology-communities-louvain 2.0.2 and graphology-metrics 2.4.2 (npm; graphology 0.26.0): ten answers are one, if the number comes from
# a CSV.
#
# Expected: a weight of "10" is 10, or not a number, which shows in the sums, or fails, as setting a wrong option does. Of four people in a ring, with
#   ten answers of ann and bob and of cat and dan, and one of the others, the circles are ann bob and cat dan, by 0.41.
# Instead: whatever is not of type number counts as 1, in Louvain, modularity, PageRank, degrees and sums: the function that reads weights is one.
#   null, NaN and an object are 1 too. No warning; the documentation of getEdgeWeight says nothing
#   of it.
# Output seen: numbers modularity 0.409, ann 11, all 22; texts modularity 0.000, ann 2, all 4.
# Since: seen on 2026-11-30.
# For circles: CSV files and forms give texts. All ties are alike then, and the result is likely enough: circles of who ever
#   answered whom. Write Number(weight) at addEdge().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund graphology@0.26.0 graphology-communities-louvain@2.0.2 graphology-metrics@2.4.2 \
  graphology-types@0.24.8 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import { csvParse } from "d3-dsv";
import { UndirectedGraph } from "graphology";
import louvain from "graphology-communities-louvain";
import { graph as sums, node } from "graphology-metrics";
const list = csvParse("who,whom,answers\nann,bob,10\ncat,dan,10\nann,cat,1\nbob,dan,1\n");
const tell = (read) => {
  const network = new UndirectedGraph();
  for (const { who, whom, answers } of list) network.mergeEdge(who, whom, { weight: read(answers) });
  return `modularity ${louvain.detailed(network).modularity.toFixed(3)}, ann ${node.weightedDegree(network, "ann")}, all ${sums.weightedSize(network)}`;
};
console.log(`numbers ${tell(Number)}; texts ${tell((answers) => answers)}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "numbers modularity 0.409, ann 11, all 22; texts modularity 0.000, ann 2, all 4" ] ||
  { echo "changed: graphology reads weights otherwise"; exit 1; }
