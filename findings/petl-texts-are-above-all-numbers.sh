#!/usr/bin/env bash
# petl 1.7.30 (PyPI): of people read from CSV, everybody has more than 1,000 followers, and nobody fewer.
#
# Expected: fromcsv() gives texts, as it says, and a text compared with a number fails, as in Python ('90' > 1000 is a TypeError), or
#   is compared as a number.
# Instead: selectgt(), selectge() and the ranges put every number before every text, and say so nowhere: whoever has 90 or
#   nothing at all in the cell has more than 1,000. selecteq() finds nobody. The unknown (None) is less than each number, and
#   one who has none is among those with few. After convertnumbers() the numbers are right, and an empty cell is still above all.
# Output seen: above 1000: 4 of 4, below: 0, 100 to 2000: 0, equal to 1500: 0; as numbers above 1000: ann cy dan, below: bob; None below 5: 1.
# Since: seen on 2026-11-30.
# For followers: a list of the large accounts is all of them, and nothing in it is wrong but its length. Convert first, and drop what
#   is no number: select(…, lambda row: isinstance(row.followers, int) and row.followers > 1000).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py petl==1.7.30
printf 'name,followers\nann,1500\nbob,90\ncy,700000\ndan,\n' > people.csv
seen=$(PYTHONPATH=py python3 - <<'PY'
import petl

people = petl.fromcsv("people.csv")
names = lambda table: " ".join(petl.values(table, "name"))
numbers = petl.convertnumbers(people)
unknown = petl.wrap([["name", "followers"], ["eve", None]])
print(f"above 1000: {petl.nrows(petl.selectgt(people, 'followers', 1000))} of 4, below: {petl.nrows(petl.selectlt(people, 'followers', 1000))}, "
      f"100 to 2000: {petl.nrows(petl.selectrangeopen(people, 'followers', 100, 2000))}, "
      f"equal to 1500: {petl.nrows(petl.selecteq(people, 'followers', 1500))}; as numbers above 1000: {names(petl.selectgt(numbers, 'followers', 1000))}, "
      f"below: {names(petl.selectlt(numbers, 'followers', 1000))}; None below 5: {petl.nrows(petl.selectlt(unknown, 'followers', 5))}")
PY
)
echo "$seen"
right="above 1000: 4 of 4, below: 0, 100 to 2000: 0, equal to 1500: 0; as numbers above 1000: ann cy dan, below: bob; None below 5: 1"
[ "$seen" = "$right" ] || { echo "changed: petl compares texts with numbers otherwise"; exit 1; }
