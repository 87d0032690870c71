#!/usr/bin/env bash
# agate 1.14.2 with csvkit 2.2.0 (PyPI): an account with 2M followers has two minutes of them, and what csvsort writes is 0:02:00.
#
# Expected: a column of 2M, 10M and 5M, as sites show large numbers, is text, as it is with 1.2M or 450K beside them, and as in pandas,
#   polars and DuckDB.
# Instead: Table.from_csv() and csvkit take what pytimeparse takes for a length of time, "2m" in either case being minutes, if the whole
#   column is of that kind. 12:30 is twelve minutes and a half. csvsort, csvjoin and csvstat have the same types. No warning; the
#   documentation lists the types, and not how they are told.
# Output seen: TimeDelta 0:02:00 0:10:00 0:05:00; with 450K Text 2M 10M 450K; csvsort ann,0:02:00 cat,0:05:00 bob,0:10:00.
# Since: seen on 2026-11-30.
# For followers: of a list of large accounts everybody is in millions. Sorted it looks right, and what was written is lost. Give the types,
#   agate.Text(), or --no-inference.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  agate==1.14.2 csvkit==2.2.0
cd "$dir"
printf 'who,followers\nann,2M\nbob,10M\ncat,5M\n' > large.csv
printf 'who,followers\nann,2M\nbob,10M\ncat,450K\n' > mixed.csv
cat > run.py <<'PY'
import agate

for name in ("large.csv", "mixed.csv"):
    table = agate.Table.from_csv(name)
    print(type(table.column_types[1]).__name__, *(row["followers"] for row in table.rows), end="; ")
PY
export PYTHONPATH="$dir"
seen="$(python3 -W ignore run.py)csvsort $(python3 -m csvkit.utilities.csvsort -c followers large.csv | tail -n +2 | paste -sd ' ')"
echo "$seen"
[ "$seen" = "TimeDelta 0:02:00 0:10:00 0:05:00; Text 2M 10M 450K; csvsort ann,0:02:00 cat,0:05:00 bob,0:10:00" ] ||
  { echo "changed: agate reads millions otherwise"; exit 1; }
