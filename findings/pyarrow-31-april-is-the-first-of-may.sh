#!/usr/bin/env bash
# pyarrow 26.0.1 (PyPI): of a CSV with days such as 31/04/2026, whoever left on that day left on 1 May, and in the year 26, if it is written so.
#
# Expected: a day that the calendar lacks is no date: reading fails, or the column stays text, as pyarrow itself has it of 2026-04-31 without a
#   format and of 32/04/2026 with one. By the same format polars, pandas and DuckDB give null where they are told not to fail.
# Instead: with timestamp_parsers, which days in any other order than ISO's need, the 29th to 31st of a shorter month lies in the next one, also where
#   the type is given. strptime() of pyarrow.compute does the same with error_is_null=True. %Y takes two digits for a year of antiquity. No warning.
# Output seen: 30/02/2026 2026-03-02, 31/04/2026 2026-05-01, 05/01/26 0026-01-05; 2026-02-30 text, 32/01/2026 text; strptime 2026-03-02; polars
#   None, DuckDB None, pandas NaT.
# Since: seen on 2026-11-30.
# For cohorts: tables that people keep by hand end their months on the 31st, and so do queries that fill in the last day: those who left then are in
#   the next month's cohort. Read the column as text, and compare the day after parsing with the text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pyarrow==26.0.1 polars==2.1.0 duckdb==1.5.6 pandas==2.3.3 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
from io import BytesIO

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.compute
from pyarrow import csv

def read(text, *formats):
    column = csv.read_csv(BytesIO(f"left\n{text}\n".encode()), convert_options=csv.ConvertOptions(timestamp_parsers=list(formats)))["left"]
    return "text" if pyarrow.types.is_string(column.type) else column[0].as_py().date().isoformat()

day = "%d/%m/%Y"
print(", ".join(f"{text} {read(text, day)}" for text in ("30/02/2026", "31/04/2026", "05/01/26")), end="; ")
print(f"2026-02-30 {read('2026-02-30')}, 32/01/2026 {read('32/01/2026', day)}", end="; ")
parsed = pyarrow.compute.strptime(pyarrow.array(["30/02/2026"]), format=day, unit="s", error_is_null=True)[0].as_py()
others = (polars.Series(["30/02/2026"]).str.to_date(day, strict=False)[0],
          duckdb.connect().execute("select try_strptime('30/02/2026', '%d/%m/%Y')").fetchall()[0][0],
          pandas.to_datetime(pandas.Series(["30/02/2026"]), format=day, errors="coerce")[0])
print(f"strptime {parsed.date()}; polars {others[0]}, DuckDB {others[1]}, pandas {others[2]}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
wanted="30/02/2026 2026-03-02, 31/04/2026 2026-05-01, 05/01/26 0026-01-05; 2026-02-30 text, 32/01/2026 text; strptime 2026-03-02"
[ "$seen" = "$wanted; polars None, DuckDB None, pandas NaT" ] || { echo "changed: pyarrow reads days otherwise"; exit 1; }
