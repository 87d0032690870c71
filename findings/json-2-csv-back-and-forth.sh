#!/usr/bin/env bash
# json-2-csv 5.6.0 (npm): of ids that are texts, written to CSV and read by the same library, two are one; the handle 12e3 is 12000, and
# nobody is called "null" or "true" any more.
#
# Expected: csv2json() of what json2csv() wrote gives the documents back, which is among its features: "Ability to re-generate the JSON
#   documents that were used to generate the CSV". A text of 19 digits, which is how one keeps an id whole in JavaScript, stays one; so Papa
#   Parse has it, which leaves what a double cannot hold as text, also with dynamicTyping.
# Instead: each cell goes through JSON.parse(), quoted or not, by a default that the README names; what it does to texts is not said. Numbers are
#   rounded without a word.
# Output seen: ids 2 before, 1 after: 1890000000000000000; handles 12e3 null true 0700 ann, after 12000 null true 0700 ann as number object
#   boolean string string.
# Since: seen on 2026-11-30.
# For followers: a list kept as CSV between two runs merges neighbouring ids, and none of the long ones matches the list it came from.
#   Say parseValue: (text) => text, and convert by column.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund json-2-csv@5.6.0
cat > run.mjs <<'JS'
import { csv2json, json2csv } from "json-2-csv";
const handles = ["12e3", "null", "true", "0700", "ann"];
const people = handles.map((handle, at) => ({ id: at % 2 ? "1890000000000000001" : "1890000000000000002", handle }));
const read = csv2json(json2csv(people));
const ids = (list) => new Set(list.map(({ id }) => id));
console.log(
  `ids ${ids(people).size} before, ${ids(read).size} after: ${[...ids(read)]}; handles ${handles.join(" ")}, after ` +
    `${read.map(({ handle }) => String(handle)).join(" ")} as ${read.map(({ handle }) => typeof handle).join(" ")}`,
);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "ids 2 before, 1 after: 1890000000000000000; handles 12e3 null true 0700 ann, after 12000 null true 0700 ann as number object boolean string string" ] ||
  { echo "changed: json-2-csv reads its own CSV otherwise"; exit 1; }
