#!/usr/bin/env bash
# csv-simple-parser 2.0.2 (npm): every list that ends with a line end has one more person, who has an empty id, or null.
#
# Expected: "the last record in the file may or may not have an ending line break" (RFC 4180): handle, ann and bob with a line end are two people, as
#   without one, and as csv-parse 7.0.3 and d3-dsv 3.0.1 have it.
# Instead: behind the last line end a row begins, which holds one empty cell: of two columns the first. The README's examples all end without one.
# Output seen, people and the last of them: with a line end 3 {"handle":""}, typed 3 {"handle":null}; without 2 bob; csv-parse 2, d3-dsv 2.
# Since: seen on 2026-12-01.
# For follower lists: nearly every file ends with a line end, so that each list has one follower too many, of all lists the same one, who never leaves. Take
#   off the end first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund csv-simple-parser@2.0.2 csv-parse@7.0.3 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import { parse as other } from "csv-parse/sync";
import parse from "csv-simple-parser";
import { csvParse } from "d3-dsv";
const list = "handle,id\nann,7\nbob,8";
const tell = (people) => `${people.length} ${JSON.stringify(people.at(-1))}`;
const seen = [parse(`${list}\n`, { header: true }), parse(`${list}\n`, { header: true, infer: true }), parse(list, { header: true })];
console.log(`with ${tell(seen[0])}, typed ${tell(seen[1])}, without ${tell(seen[2])}`);
console.log(`csv-parse ${other(`${list}\n`, { columns: true }).length}, d3-dsv ${csvParse(`${list}\n`).length}`);
JS
seen=$(node run.mjs)
echo "$seen"
first='with 3 {"handle":""}, typed 3 {"handle":null}, without 2 {"handle":"bob","id":"8"}'
[ "$seen" = "$first"$'\n'"csv-parse 2, d3-dsv 2" ] || { echo "changed: other people are read"; exit 1; }
