#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 (PyPI): PIVOT leaves out rows whose value to turn into columns is null, and what was in no other
# row of a group then reads as nobody.
#
# Expected: a column for null, as group by has a group for it, or an error.
# Instead: the rows are gone without a word. A month whose people are all of unknown route stays, as a row
#   of nulls.
# Output seen: rows hold 12 people, the pivot 7; May (None, None).
# Since: seen on 2026-11-30, of both versions.
# For cohorts: routes that are not known yet are null in the youngest cohorts most of all, so these shrink,
#   and shares of the known look like shares of all. PIVOT on coalesce(route, 'unknown').
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 2.0.1 1.5.6; do
  python3 -m pip install --quiet --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - <<'PY'
import duckdb

db = duckdb.connect()
db.execute("""create table followers as from (values ('April', 'followback', 4), ('April', 'organic', 3), ('April', null, 1),
  ('May', null, 4)) t(month, route, people)""")
rows = db.execute("pivot followers on route using sum(people) group by month order by month").fetchall()
print(f"rows hold {db.execute('select sum(people) from followers').fetchone()[0]} people, "
      f"the pivot {sum(n or 0 for row in rows for n in row[1:])}; {rows[1][0]} {rows[1][1:]}")
PY
)
  echo "$version: $seen"
  [ "$seen" = "rows hold 12 people, the pivot 7; May (None, None)" ] || { echo "changed: DuckDB pivots nulls otherwise"; exit 1; }
done
