#!/usr/bin/env bash
# qpd 0.4.4 (PyPI, SQL on pandas, of the makers of fugue; pandas 2.3.3): the running total of newcomers is their total, in each week, and
# count(*) FILTER (WHERE …) counts all.
#
# Expected: sum(came) OVER (ORDER BY week) adds up from the first week to this one, as in DuckDB 1.5.6, Spark and SQLite, whose SQL
#   it is to follow; what is not supported fails. With ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW it does add up here.
# Instead: without a frame ORDER BY does nothing to sums, means and counts, so that each row has that of all. FILTER is read and left
#   out. No error. lag(), row_number() and rank() go by the order.
# Output seen: 100 100 100 100, with a frame 10 30 60 100, filter 4; DuckDB 10 30 60 100, 10 30 60 100, filter 2.
# Since: seen on 2026-11-30.
# For cohorts: followers so far, week by week, are a line of one height, and everybody stays, since count(*) filter (where gone is null) is
#   the number of all. Write the frame, and sum(case when … then 1 else 0 end).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  qpd==0.4.4 pandas==2.3.3 numpy==2.4.6 duckdb==1.5.6
cat > "$dir/run.py" <<'PY'
import duckdb
import pandas
from qpd_pandas import run_sql_on_pandas

weeks = pandas.DataFrame({"week": [1, 2, 3, 4], "came": [10, 20, 30, 40], "gone": ["x", None, None, "y"]})
by_qpd = lambda question: run_sql_on_pandas(question, {"weeks": weeks}).itertuples(index=False, name=None)
by_duckdb = lambda question: duckdb.connect().register("weeks", weeks).execute(question).fetchall()
total = "SELECT week, SUM(came) OVER (ORDER BY week{}) AS total FROM weeks ORDER BY week"
frame = " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
kept = "SELECT COUNT(*) FILTER (WHERE gone IS NULL) AS kept FROM weeks"
for name, ask in (("qpd", by_qpd), ("duckdb", by_duckdb)):
    totals = (" ".join(str(int(row[1])) for row in ask(total.format(by))) for by in ("", frame))
    print(name, *totals, f"filter {next(iter(ask(kept)))[0]}", sep=", ")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = 'qpd, 100 100 100 100, 10 30 60 100, filter 4
duckdb, 10 30 60 100, 10 30 60 100, filter 2' ] ||
  { echo "changed: qpd has other totals"; exit 1; }
