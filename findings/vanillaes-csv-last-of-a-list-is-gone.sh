#!/usr/bin/env bash
# @vanillaes/csv 3.0.8 (npm, "RFC compliant"): of a list of one column the last person is gone, if no line end stands behind them, also of what it
# wrote itself.
#
# Expected: "the last record in the file may or may not have an ending line break" (RFC 4180): handle, ann, bob are three rows either way, as with two
#   columns, and as csv-parse 7.0.3 and d3-dsv 3.0.1 have it.
# Instead: at the end a row is kept if a value of it is complete already, which of one column none is without the line end. With stringify(rows, { eof:
#   false }), which leaves it out, every round trip is one person shorter.
# Output seen, rows: with a line end 3, without 2 (handle, ann); two columns without 3; rows written and read, again and again, 3 2 1 0; csv-parse 3.
# Since: seen on 2026-12-01.
# For follower lists: one handle or id a line is their commonest form, and editors, echo -n and join("\n") leave out the last line end. Of each list one
#   follower has left, and comes back with the next. Add a line end first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @vanillaes/csv@3.0.8 csv-parse@7.0.3 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import { parse, stringify } from "@vanillaes/csv";
import { parse as other } from "csv-parse/sync";
import { csvParseRows } from "d3-dsv";
const list = "handle\nann\nbob";
const rows = [parse(`${list}\n`), parse(list), parse("handle,id\nann,7\nbob,8")].map(({ length }) => length);
const trips = [parse(`${list}\n`)];
for (let trip = 0; trip < 3; trip += 1) trips.push(parse(stringify(trips.at(-1), { eof: false })));
console.log(`with ${rows[0]}, without ${rows[1]} ${parse(list).join(" ")}, two columns ${rows[2]}; trips ${trips.map(({ length }) => length).join(" ")}`);
console.log(`csv-parse ${other(list).length}, d3-dsv ${csvParseRows(list).length}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "with 3, without 2 handle ann, two columns 3; trips 3 2 1 0"$'\n'"csv-parse 3, d3-dsv 3" ] || { echo "changed: other rows are read"; exit 1; }
