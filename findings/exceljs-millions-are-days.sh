#!/usr/bin/env bash
# exceljs 4.4.0 (npm), which Framework 1.13.4 reads .xlsx with: whoever has 1.2 million followers, shown as 1.2M, has a day of the year 5185 for
# them; 12 days, shown as "12 d", are 11 January 1900.
#
# Expected: a number is a number, however it is shown. In a format a letter behind \ is text, as one in quotes is: SheetJS 0.18.5
#   and read-excel-file read all of these as 1200000 and 12.
# Instead: quotes and brackets are taken out of a format, and what has a y, m, d, h, M, s or b then is a date; \ is not looked at. The same
#   format with quotes is right. No error.
# Output seen: 0.0,,"M" 1200000; 0.0,,\M 5185-06-26; [>=1000000]0.0,,\M;0 5185-06-26, and 1902-09-26 of a thousand; 0\ \d 1900-01-11;
#   SheetJS 1200000 1200000 1200000 1000 12.
# Since: seen on 2026-11-30.
# For reach: a column has the large accounts as dates, and a sum of it is one of milliseconds or a text. Excel's formats for millions are
#   written with \M as well as with "M". Take a Date in a column of numbers for a fault, or change the format first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5
cat > run.cjs <<'JS'
const ExcelJS = require("exceljs");
const XLSX = require("xlsx");
const cells = [
  ['0.0,,"M"', 1200000],
  ["0.0,,\\M", 1200000],
  ["[>=1000000]0.0,,\\M;0", 1200000],
  ["[>=1000000]0.0,,\\M;0", 1000],
  ["0\\ \\d", 12],
];
(async () => {
  const book = XLSX.utils.book_new(); // written by SheetJS, which reads it back rightly
  const sheet = XLSX.utils.aoa_to_sheet(cells.map(([, value]) => [value]));
  cells.forEach(([format], row) => (sheet[`A${row + 1}`].z = format));
  XLSX.utils.book_append_sheet(book, sheet, "reach");
  XLSX.writeFile(book, "reach.xlsx");
  const read = new ExcelJS.Workbook();
  await read.xlsx.readFile("reach.xlsx");
  const seen = cells.map(([format], row) => {
    const { value } = read.getWorksheet("reach").getCell(row + 1, 1);
    return `${format} ${value instanceof Date ? value.toISOString().slice(0, 10) : value}`;
  });
  const right = XLSX.utils.sheet_to_json(XLSX.readFile("reach.xlsx", { cellDates: true }).Sheets.reach, { header: 1 });
  console.log(`${seen.join(", ")}; SheetJS ${right.flat().join(" ")}`);
})();
JS
seen=$(node run.cjs)
echo "$seen"
days='0.0,,"M" 1200000, 0.0,,\M 5185-06-26, [>=1000000]0.0,,\M;0 5185-06-26, [>=1000000]0.0,,\M;0 1902-09-26, 0\ \d 1900-01-11'
[ "$seen" = "$days; SheetJS 1200000 1200000 1200000 1000 12" ] ||
  { echo "changed: exceljs takes other formats for dates"; exit 1; }
