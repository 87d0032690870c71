#!/usr/bin/env bash
# convert-array-to-csv 2.0.0 (npm): of a person whose fields come in another order, followers and following are exchanged, and of
# one who lacks a field the next ones move up.
#
# Expected: an object's field goes to the column of its name, whatever the order of its fields and whichever are missing, as with
#   @json2csv/plainjs 7.0.8 and d3-dsv 3.0.1.
# Instead: the names of columns are those of the first object, and of the others the values are written one after another. With
#   `header` given as an array the same. No error, no warning.
# Output seen: ann 5,9; bob, who has 7 followers and follows 3, 3,7; cat, who follows 4, 4 followers; with d3-dsv bob 7,3 and cat,
#   an empty field, 4.
# Since: seen on 2026-11-30.
# For followers: networks leave out what is empty, and objects put together from two sources have their fields in the order of coming.
#   All numbers are real ones, of the wrong column. Make each object anew with all fields before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund convert-array-to-csv@2.0.0 d3-dsv@3.0.1 @json2csv/plainjs@7.0.8
cat > run.mjs <<'JS'
import {createRequire} from "node:module";
import {csvFormat} from "d3-dsv";
const require = createRequire(import.meta.url);
const {convertArrayToCSV} = require("convert-array-to-csv");
const {Parser} = require("@json2csv/plainjs");
const people = [
  {name: "ann", followers: 5, following: 9},
  {name: "bob", following: 3, followers: 7},
  {name: "cat", following: 4},
];
const tell = (csv) => csv.trim().replaceAll('"', "").split(/\r?\n/).slice(1).join(" ");
const header = ["name", "followers", "following"];
console.log(`by itself ${tell(convertArrayToCSV(people))}, header given ${tell(convertArrayToCSV(people, {header}))}`);
console.log(`d3-dsv ${tell(csvFormat(people))}, json2csv ${tell(new Parser().parse(people))}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "$(printf 'by itself ann,5,9 bob,3,7 cat,4, header given ann,5,9 bob,3,7 cat,4\nd3-dsv ann,5,9 bob,7,3 cat,,4, json2csv ann,5,9 bob,7,3 cat,,4')" ] ||
  { echo "changed: convert-array-to-csv writes other columns"; exit 1; }
