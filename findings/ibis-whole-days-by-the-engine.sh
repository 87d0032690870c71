#!/usr/bin/env bash
# ibis 12.0.0 (PyPI) with duckdb 1.5.6, polars 2.1.0 and SQLite: whoever stayed 1.8 days stayed 2 whole days in DuckDB and 1 in the others; half
# a day is 1 day, or none; and who was last seen on a day that one of two lists does not tell was never seen in SQLite.
#
# Expected: one expression has one meaning in all engines, as it has for //, for divisions, for ranks and for nulls in conditions, which ibis makes alike
#   by hand. cast("int64") cuts, or rounds; round() goes one way with halves; greatest() of a day and null is the day, or null.
# Instead: each is handed to the engine as it is. DuckDB rounds in a cast, Polars rounds halves to the even number, SQLite has null for the greatest of
#   anything and null. No error, no warning; the documentation says "Cast expression to indicated data type" and "the largest value", and nothing of it.
# Output seen, of 0.5, 1.2, 1.8 and 2.5 days cast and rounded, and 5 or null: duckdb 0 1 2 2, 1 1 2 3, 5; polars 0 1 1 2, 0 1 2 2, 5; sqlite 0 1 1 2, 1 1 2 3,
#   None.
# Since: seen on 2026-11-30.
# For cohorts: "stayed at least 2 days", made of times, has more people in DuckDB than in the same query on Polars, with which it was tried. Write
#   floor() or ceil(), which are alike, and coalesce() around each of the two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --no-compile --disable-pip-version-check "ibis-framework[duckdb,polars,sqlite]==12.0.0" duckdb==1.5.6 \
  polars==2.1.0 sqlglot==27.29.0 pandas==3.1.1 2> /dev/null
seen=$("$dir/env/bin/python" -W ignore - <<'PY'
import ibis
import pyarrow as pa

stays = pa.table({"person": [1, 2, 3, 4], "days": [0.5, 1.2, 1.8, 2.5], "first": [5, 5, 5, 5], "second": pa.array([None, 1, 1, 1], pa.int64())})

def tell(name, engine):
    table = engine.create_table("stays", stays).order_by("person")
    cast, rounded = table.days.cast("int64").to_pyarrow().to_pylist(), table.days.round().to_pyarrow().to_pylist()
    latest = ibis.greatest(table.first, table.second).to_pyarrow().to_pylist()[0]
    return f"{name} {' '.join(map(str, cast))}, {' '.join(f'{day:.0f}' for day in rounded)}, {latest if latest is None else round(latest)}"

engines = {"duckdb": ibis.duckdb.connect(), "polars": ibis.polars.connect(), "sqlite": ibis.sqlite.connect()}
print("; ".join(tell(*one) for one in engines.items()))
PY
)
echo "$seen"
[ "$seen" = "duckdb 0 1 2 2, 1 1 2 3, 5; polars 0 1 1 2, 0 1 2 2, 5; sqlite 0 1 1 2, 1 1 2 3, None" ] ||
  { echo "changed: ibis casts and rounds otherwise"; exit 1; }
