#!/usr/bin/env bash
# apache-arrow 21.2.0 (npm): of a person whose object lacks a number it is NaN, a handle is an empty text, and a yes or no is no; none of
# them is null.
#
# Expected: tableFromJSON() makes a null of a field that an object lacks, as it does of null, and so does vectorFromArray() of undefined. A text
#   among numbers is refused, as vectorFromArray() refuses it ("Unable to infer Vector type").
# Instead: of what is missing, or undefined, both make NaN, "" and false, and tableFromJSON() makes NaN of a text among numbers too. nullCount
#   is 0. A BigInt that is missing fails ("Cannot convert undefined to a BigInt"). No warning.
# Output seen: left out 5 NaN, ann "", true false, nulls 0 0 0; null 5 null, ann null, true null, nulls 1 1 1; as vectors 5 NaN, true false;
#   1.2M 5 NaN.
# Since: seen on 2026-11-30.
# For followers: X leaves out what is not public or was not asked for: who was not asked about does not follow back, `is null` finds nobody,
#   and in DuckDB, for which NaN is the greatest number, they have more than a million followers. Write null into each object.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund apache-arrow@21.2.0
cat > run.mjs <<'JS'
import { tableFromJSON, vectorFromArray } from "apache-arrow";

const ann = { reach: 5, who: "ann", back: true };
const write = (value) => (value === "" ? '""' : String(value));
const show = (vector) => [...vector].map(write).join(" ");
const read = (other) => {
  const table = tableFromJSON([ann, other]);
  const columns = ["reach", "who", "back"].map((name) => table.getChild(name));
  return `${columns.map(show).join(", ")}, nulls ${columns.map((column) => column.nullCount).join(" ")}`;
};
const vectors = [[5, undefined], [true, undefined]].map((values) => show(vectorFromArray(values))).join(", ");
const text = show(tableFromJSON([ann, { reach: "1.2M" }]).getChild("reach"));
let refused = "taken";
try {
  vectorFromArray([5, "1.2M"]);
} catch {
  refused = "refused";
}
console.log(`left out ${read({})}; null ${read({ reach: null, who: null, back: null })}; as vectors ${vectors}; 1.2M ${text}, as a vector ${refused}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'left out 5 NaN, ann "", true false, nulls 0 0 0; null 5 null, ann null, true null, nulls 1 1 1; as vectors 5 NaN, true false; '\
'1.2M 5 NaN, as a vector refused' ] || { echo "changed: arrow makes something else of what is left out"; exit 1; }
