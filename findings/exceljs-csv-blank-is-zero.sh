#!/usr/bin/env bash
# exceljs 4.4.0 (npm): of a CSV whose unknown cells are blanks, each unknown number is 0, and ids that differ are one number.
#
# Expected: a cell of nothing but a blank or two, as tables of fixed width and SQL clients write the unknown, is empty or
#   text. An id of 19 digits stays text, as a handle does, or exact.
# Instead: workbook.csv.readFile() makes a number of whatever JavaScript's Number() takes: " " is 0, "0x1f" is 31, "1e5" is
#   100000, and ids are rounded. Only a cell without anything is null.
# Output seen: ann 12 of 1890000000000000000, bob 0 of 1890000000000000000, cy null of 44196397, handles 31 100000 cy.
# Since: seen on 2026-11-30.
# For followers: people of whom a count is unknown have 0 of it and lower the mean, and two people become one. Read the file
#   with {map: (cell) => cell}, and convert by column.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund exceljs@4.4.0
printf 'name,posts,id,handle\nann,12,1890000000000000001,0x1f\nbob, ,1890000000000000002,1e5\ncy,,44196397,cy\n' > people.csv
cat > run.cjs <<'JS'
const {Workbook} = require("exceljs");
(async () => {
  const sheet = await new Workbook().csv.readFile("people.csv");
  const rows = [2, 3, 4].map((number) => [1, 2, 3, 4].map((column) => sheet.getRow(number).getCell(column).value));
  console.log(`${rows.map(([name, posts, id]) => `${name} ${posts} of ${id}`).join(", ")}, handles ${rows.map((row) => row[3]).join(" ")}`);
})();
JS
seen=$(node run.cjs)
echo "$seen"
right="ann 12 of 1890000000000000000, bob 0 of 1890000000000000000, cy null of 44196397, handles 31 100000 cy"
[ "$seen" = "$right" ] || { echo "changed: exceljs reads CSV otherwise"; exit 1; }
