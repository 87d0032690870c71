#!/usr/bin/env bash
# daft 0.7.26 (PyPI; pyarrow 25.0.1): from 1 January to 28 February are 58 seconds.
#
# Expected: one date less another is a duration of 58 days, as in polars, pandas and pyarrow, or the number 58, as in DuckDB and
#   PostgreSQL, and by date_diff() of daft itself. Of two timestamps of the same days daft has 58 days.
# Instead: the number of days is there, in a duration that counts seconds. Whatever asks it for days has 0, in Python and in
#   SQL; in Arrow, pandas and Parquet it is a duration of seconds as well. No error, no warning.
# Output seen: dates 0:00:58 and 0 days, type duration[s]; SQL 0:00:58; timestamps 58 days, 0:00:00 and 58 days; date_diff 58.
# Since: seen on 2026-11-30.
# For cohorts: days stayed are one date less another. All stayed less than two minutes, and total_days() has nobody stay for one day.
#   Cast both to timestamps, or take date_diff().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  daft==0.7.26 pyarrow==25.0.1
cat > "$dir/run.py" <<'PY'
from datetime import date

import daft
from daft import col

people = daft.from_pydict({"came": [date(2026, 1, 1)], "gone": [date(2026, 2, 28)]})

def tell(stayed):
    found = people.select(stayed.alias("stayed"), stayed.total_days().alias("days"))
    rows = found.to_pydict()
    return f"{rows['stayed'][0]} and {rows['days'][0]} days, {found.to_arrow().schema.field('stayed').type}"

time = daft.DataType.timestamp("us")
print("dates", tell(col("gone") - col("came")), end="; ")
print("SQL", daft.sql("select gone - came as stayed from people", people=people).to_pydict()["stayed"][0], end="; ")
print("timestamps", tell(col("gone").cast(time) - col("came").cast(time)), end="; ")
print("date_diff", daft.sql("select date_diff(gone, came) as days from people", people=people).to_pydict()["days"][0])
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" 2> "$dir/errors") || { cat "$dir/errors"; exit 1; }
echo "$seen"
[ "$seen" = "dates 0:00:58 and 0 days, duration[s]; SQL 0:00:58; timestamps 58 days, 0:00:00 and 58 days, duration[us]; date_diff 58" ] ||
  { echo "changed: daft counts days apart otherwise"; exit 1; }
