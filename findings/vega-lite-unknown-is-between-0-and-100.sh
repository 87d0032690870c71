#!/usr/bin/env bash
# vega-lite 6.4.3 with vega 6.4.0 (npm): whoever's number is null has from 0 to 100, at most 0 and at least 0, and it is not 0; of whom the
# field is not there is below 100, and not between 0 and 100.
#
# Expected: {field: "reach", range: [0, 100]} keeps those of whom a number from 0 to 100 is known: ann with 5, of bob with null, cat with 500
#   and dan without the field, as SQL has it. Predicates of a field are there besides expressions of JavaScript, and scales,
#   means and counts by "valid" leave out null by themselves.
# Instead: they are written as expressions, in which null is 0 in comparisons, and what is not there is made null first
#   where the limit is another number than 0. No warning. The documentation has {valid: true} as one more predicate, and no word of
#   null in the others.
# Output seen: range ann bob, lt 100 ann bob dan, lte 100 the same, lte 0 bob, gte 0 ann bob cat, equal 0 nobody; with valid ann.
# Since: seen on 2026-11-30.
# For followers: protected accounts have null, and stand among the small ones in each chart that is cut by size, from Altair too. Add
#   {field: "reach", valid: true}.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund vega@6.4.0 vega-lite@6.4.3
cat > run.mjs <<'JS'
import { Error as ErrorLevel, View, parse } from "vega";
import { compile } from "vega-lite";
const people = [{ who: "ann", reach: 5 }, { who: "bob", reach: null }, { who: "cat", reach: 500 }, { who: "dan" }];
const keep = async (filter) => {
  const encoding = { x: { field: "who", type: "nominal" } };
  const { spec } = compile({ data: { values: structuredClone(people) }, transform: [{ filter }], mark: "point", encoding });
  const view = new View(parse(spec), { logLevel: ErrorLevel });
  await view.runAsync();
  return view.data(spec.data.at(-1).name).map(({ who }) => who).join(" ") || "nobody";
};
const field = "reach";
const seen = [];
for (const predicate of [{ range: [0, 100] }, { lt: 100 }, { lte: 100 }, { lte: 0 }, { gte: 0 }, { equal: 0 }])
  seen.push(`${Object.entries(predicate).flat(2).join(" ")} ${await keep({ field, ...predicate })}`);
seen.push(`with valid ${await keep({ and: [{ field, valid: true }, { field, range: [0, 100] }] })}`);
console.log(seen.join(", "));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "range 0 100 ann bob, lt 100 ann bob dan, lte 100 ann bob dan, lte 0 bob, gte 0 ann bob cat, equal 0 nobody, with valid ann" ] ||
  { echo "changed: vega-lite keeps others"; exit 1; }
