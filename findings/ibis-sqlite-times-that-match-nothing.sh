#!/usr/bin/env bash
# ibis 12.0.0 (PyPI) with SQLite: a time that was written into a table is not equal to itself, and the last day of a range is
# not in it.
#
# Expected: of four people seen on 4, 5, 30 and 31 January, one was seen on 31 January, and four from 4 to 31 January, both
#   included, as with DuckDB 1.5.6 for the same two expressions.
# Instead: create_table writes times as text with a T in the middle, and literals of times are written into the query with a
#   space. Text is compared, T comes after the space: equality finds nobody, and `<=` and between() leave out who was
#   there on the last day. `>=` is right. No error.
# Output seen: duckdb equal 1, between 4, until 4, since 4; sqlite equal 0, between 3, until 3, since 4; by date 1 in both; kept
#   as 2026-01-31T00:00:00.
# Since: seen on 2026-11-30 (sqlglot 27.29.0, pandas 3.1.1).
# For lists: "who was there at the look of the 31st" is answered by nobody. Keep dates as text of ten letters, or cast:
#   t.day.cast("date") == ibis.date(…) does find them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --no-compile --disable-pip-version-check "ibis-framework[duckdb,sqlite]==12.0.0" duckdb==1.5.6 \
  sqlglot==27.29.0 pandas==3.1.1 2> /dev/null
seen=$("$dir/env/bin/python" -W ignore - <<'PY'
import ibis
import pandas as pd

looks = pd.DataFrame({"day": pd.to_datetime(["2026-01-04", "2026-01-05", "2026-01-30", "2026-01-31"])})
first, last = ibis.timestamp("2026-01-04"), ibis.timestamp("2026-01-31")

def tell(engine):
    day = engine.create_table("looks", looks).day
    asked = {"equal": day == last, "between": day.between(first, last), "until": day <= last, "since": day >= first,
             "by date": day.cast("date") == ibis.date("2026-01-31")}
    return f"{engine.name} " + ", ".join(f"{name} {found.sum().execute()}" for name, found in asked.items())

sqlite = ibis.sqlite.connect()
print(f"{tell(ibis.duckdb.connect())}; {tell(sqlite)}; kept as {sqlite.raw_sql('select max(day) from looks').fetchone()[0]}")
PY
)
echo "$seen"
[ "$seen" = "duckdb equal 1, between 4, until 4, since 4, by date 1; sqlite equal 0, between 3, until 3, since 4, by date 1; \
kept as 2026-01-31T00:00:00" ] || { echo "changed: ibis compares times in SQLite otherwise"; exit 1; }
