#!/usr/bin/env bash
# pyexcel 0.7.6 with pyexcel-io 0.6.8 (PyPI): a share of 12,5 % is 125, and the list of ids "12,15" is the id 1215.
#
# Expected: a CSV cell "12,5" is text, or 12.5. Commas between thousands stand before three digits, "1,250".
# Instead: get_records() takes all commas out of a cell of digits and commas, wherever they stand, and makes a whole number
#   of the rest. "0,5" stays text, and so does "-2,5": one column has both. Decimal points are read rightly.
# Output seen: shares 125 0,5 333 12.5, ids 1215 and 9, text with auto_detect_int=False 12,5.
# Since: seen on 2026-11-30.
# For engagement: a table that a spreadsheet of most of Europe wrote, with semicolons and decimal commas, has shares ten to
#   a thousand times too large, by the number of their decimals, and a column of ids that stand together has people that there are not.
#   Give auto_detect_int=False, auto_detect_float=False, and convert by hand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py pyexcel==0.7.6 pyexcel-io==0.6.8
printf 'name;share;answered\nann;12,5;12,15\nbob;0,5;9\ncy;33,3;\ndan;12.5;\n' > people.csv
seen=$(PYTHONPATH=py python3 - <<'PY'
import pyexcel

people = pyexcel.get_records(file_name="people.csv", delimiter=";")
text = pyexcel.get_records(file_name="people.csv", delimiter=";", auto_detect_int=False)[0]["share"]
print(f"shares {' '.join(str(person['share']) for person in people)}, ids {people[0]['answered']} and {people[1]['answered']}, "
      f"text with auto_detect_int=False {text}")
PY
)
echo "$seen"
[ "$seen" = "shares 125 0,5 333 12.5, ids 1215 and 9, text with auto_detect_int=False 12,5" ] || { echo "changed: pyexcel reads commas otherwise"; exit 1; }
