#!/usr/bin/env bash
# ngraph.graph 20.1.2 (npm): what was known of Ann is gone once something more is told of her, or of her follow.
#
# Expected: addNode() of somebody who is there already: "its data is extended with whatever comes in 'data' argument", "its data object is
#   augmented with the new one". addLink() of a follow that is there already leaves it as it was, if nothing is told of it.
# Instead: the new data stand in place of the old, also if there are none: addNode("ann") makes them undefined, and so does addLink("ann",
#   "brand") for the follow. No error. Graphs of networkx and graphology keep what is not written again.
# Output seen: {"reach":5} then {"route":"reply"} gives {"route":"reply"}, then nothing gives undefined; follow {"since":"2026-01-05"}
#   then nothing gives undefined.
# Since: seen on 2026-11-30.
# For followers: a graph put together from two lists, those who follow and those who are followed, has of all who are on both
#   what the second list says of them, or nothing. Take getNode(id)?.data and write both.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund ngraph.graph@20.1.2
cat > run.mjs <<'JS'
import createGraph from "ngraph.graph";
const graph = createGraph();
const write = ({ data }) => JSON.stringify(data) ?? "undefined";
const told = (data) => (data === undefined ? graph.addNode("ann") : graph.addNode("ann", data), write(graph.getNode("ann")));
const people = [{ reach: 5 }, { route: "reply" }, undefined].map(told);
const followed = (...data) => (graph.addLink("ann", "brand", ...data), write(graph.getLink("ann", "brand")));
console.log(`person ${people.join(" ")}; follow ${followed({ since: "2026-01-05" })} ${followed()}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'person {"reach":5} {"route":"reply"} undefined; follow {"since":"2026-01-05"} undefined' ] ||
  { echo "changed: ngraph keeps other data"; exit 1; }
