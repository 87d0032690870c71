#!/usr/bin/env bash
# xlsx2csv 0.8.6 (PyPI; openpyxl 3.1.5 wrote the file): an answer that came after 36 hours came after 12, and one after 7 days at once.
#
# Expected: 1.5 days shown as [h]:mm:ss, the format for hours beyond 24, are 36:00:00, as in spreadsheets, or 1.5; openpyxl reads a
#   timedelta of 36 hours. xlsx2csv itself writes 1.5 of those shown as [h]:mm.
# Instead: it is written as the time of a day, and the days are gone. In a column of such times only those below a day are right. No warning.
# Output seen: 0.5 days as [h]:mm:ss 12:00, 1.5 days as [h]:mm:ss 12:00, 7 days as [h]:mm:ss 00:00, 1.5 days as [h]:mm 1.5, 1.5 days as 0.0 1.5;
#   openpyxl 36 hours.
# Since: seen on 2026-11-30.
# For engagement: how long people wait for an answer never passes a day, and who was answered after a week was answered at once. Change the
#   format of the column to a number first, or read the file with openpyxl.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py xlsx2csv==0.8.6 openpyxl==3.1.5
cat > run.py <<'PY'
import csv
import io
import openpyxl
from xlsx2csv import Xlsx2csv

book = openpyxl.Workbook()
waits = [("[h]:mm:ss", 0.5), ("[h]:mm:ss", 1.5), ("[h]:mm:ss", 7), ("[h]:mm", 1.5), ("0.0", 1.5)]
for row, (form, days) in enumerate(waits, 1):
    book.active.cell(row, 1, days).number_format = form
book.save("waits.xlsx")
text = io.StringIO()
Xlsx2csv("waits.xlsx").convert(text)
seen = [cell for (cell,) in csv.reader(io.StringIO(text.getvalue()))]
hours = openpyxl.load_workbook("waits.xlsx").active.cell(2, 1).value.total_seconds() / 3600
print(", ".join(f"{days} days as {form} {cell}" for (form, days), cell in zip(waits, seen)) + f"; openpyxl {hours:.0f} hours")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "0.5 days as [h]:mm:ss 12:00, 1.5 days as [h]:mm:ss 12:00, 7 days as [h]:mm:ss 00:00, 1.5 days as [h]:mm 1.5, 1.5 days as 0.0 1.5; openpyxl 36 hours" ] ||
  { echo "changed: xlsx2csv writes times otherwise"; exit 1; }
