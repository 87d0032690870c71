#!/usr/bin/env bash
# vega 6.4.0 with vega-lite 6.4.3 (npm): people of an unknown name and those called "null" are one bar, and so are "Ann|Rome" of
# "Tea" and "Ann" of "Rome|Tea".
#
# Expected: aggregate, joinaggregate and the encodings of Vega-Lite make a group of each value of a field, and of each pair of
#   values of two. null is not the text "null", as it is not in d3.rollup or SQL, and two pairs of texts are two.
# Instead: the values are made one text, with | between the fields, and groups are found by that. A group is shown with what its
#   first row holds, so that it looks like any other; joinaggregate writes that over the names of the others. No
#   warning.
# Output seen, reach by group: vega-lite null 3, pairs Ann|Rome+Tea 30; joinaggregate Ann|Rome+Tea 30 twice; d3 null 1 and "null" 2,
#   pairs 10 and 20.
# Since: seen on 2026-11-30.
# For followers: null is a valid handle, and "unknown" is null in most tables; a bar is usual in names of campaigns and in those
#   that people show. Whoever stands first in such a group has the numbers of the others as well, and the others
#   have no bar at all. Group by one field made beforehand, JSON.stringify of the values.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund vega@6.4.0 vega-lite@6.4.3 d3-array@3.2.4
cat > run.mjs <<'JS'
import {rollups, sum} from "d3-array";
import {Error as ErrorLevel, View, parse} from "vega";
import {compile} from "vega-lite";

const run = async (spec, name) => {
  const view = new View(parse(spec), {logLevel: ErrorLevel});
  await view.runAsync();
  return view.data(name);
};
const bars = async (values, ...fields) => {
  const [x, color] = fields.map((field) => ({field, type: "nominal"}));
  const encoding = {x, ...(color && {color}), y: {field: "reach", aggregate: "sum", stack: null, type: "quantitative"}};
  const rows = await run(compile({data: {values: structuredClone(values)}, mark: "bar", encoding}).spec, "data_0");
  return rows.map((row) => `${fields.map((field) => String(row[field])).join("+")} ${row.sum_reach}`).join(" ");
};
const byD3 = (values, ...fields) =>
  rollups(values, (rows) => sum(rows, ({reach}) => reach), ...fields.map((field) => (row) => row[field]));
const handles = [{handle: null, reach: 1}, {handle: "null", reach: 2}];
const pairs = [{name: "Ann|Rome", topic: "Tea", reach: 10}, {name: "Ann", topic: "Rome|Tea", reach: 20}];
const transform = [{type: "joinaggregate", groupby: ["name", "topic"], ops: ["sum"], fields: ["reach"], as: ["all"]}];
const joined = await run({data: [{name: "people", values: structuredClone(pairs), transform}]}, "people");
console.log(`vega-lite ${await bars(handles, "handle")}, pairs ${await bars(pairs, "name", "topic")}`);
console.log(`joinaggregate ${joined.map(({name, topic, all}) => `${name}+${topic} ${all}`).join(" ")}`);
console.log(`d3 ${JSON.stringify(byD3(handles, "handle"))} ${JSON.stringify(byD3(pairs, "name", "topic"))}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'vega-lite null 3, pairs Ann|Rome+Tea 30
joinaggregate Ann|Rome+Tea 30 Ann|Rome+Tea 30
d3 [[null,1],["null",2]] [["Ann|Rome",[["Tea",10]]],["Ann",[["Rome|Tea",20]]]]' ] ||
  { echo "changed: vega makes other groups"; exit 1; }
