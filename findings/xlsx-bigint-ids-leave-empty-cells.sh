#!/usr/bin/env bash
# xlsx 0.18.5 (npm, SheetJS): ids that are BigInt, as DuckDB, hyparquet and Arrow give them, are empty cells.
#
# Expected: json_to_sheet() of rows with an id of 64 bits writes the id as text or as a number, or it fails, as JSON.stringify() does
#   of a BigInt.
# Instead: the cell is there as long as the workbook is in memory, of a kind that no file has: in the .xlsx and the .csv that
#   are written it is empty. No error, and no warning. aoa_to_sheet() of the same rows makes a text of the id.
# Output seen: csv "id,name" ",ann" ",bob"; read back from the .xlsx: ids none none, names ann bob; aoa_to_sheet 1890000000000000001.
# Since: seen on 2026-11-30.
# For followers: a table made for a spreadsheet has no ids, and what joins on them joins nobody, or everybody with
#   everybody. Make texts of ids first: String(id).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund xlsx@0.18.5
cat > run.cjs <<'JS'
const xlsx = require("xlsx");
const rows = [{id: 1890000000000000001n, name: "ann"}, {id: 44196397n, name: "bob"}];
const sheet = xlsx.utils.json_to_sheet(rows);
const csv = xlsx.utils.sheet_to_csv(sheet).split("\n").map((line) => JSON.stringify(line)).join(" ");
const book = xlsx.utils.book_new();
xlsx.utils.book_append_sheet(book, sheet, "people");
xlsx.writeFile(book, "people.xlsx");
const read = xlsx.utils.sheet_to_json(xlsx.readFile("people.xlsx").Sheets.people);
const list = xlsx.utils.sheet_to_csv(xlsx.utils.aoa_to_sheet([[rows[0].id]]));
console.log(`csv ${csv}; read back from the .xlsx: ids ${read.map(({id}) => id ?? "none").join(" ")}, ` +
  `names ${read.map(({name}) => name).join(" ")}; aoa_to_sheet ${list}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = 'csv "id,name" ",ann" ",bob"; read back from the .xlsx: ids none none, names ann bob; aoa_to_sheet 1890000000000000001' ] ||
  { echo "changed: SheetJS writes BigInt otherwise"; exit 1; }
