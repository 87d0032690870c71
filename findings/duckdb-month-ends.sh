#!/usr/bin/env bash
# DuckDB 1.5.6 and 2.0.1: a series of months from the 31st stays on the 28th after February.
#
# Expected: generate_series(date '2026-01-31', ..., interval 1 month) gives the dates that lie
#   0, 1, 2, 3 months after its start: 31 January, 28 February, 31 March, 30 April. DuckDB gives
#   those for start + n * interval 1 month.
# Instead: each date is made from the one before, so what February took never comes back.
# Output seen: series 31 28 28 28, sums 31 28 31 30.
# Since: seen on 2026-11-28.
# For cohorts: month ends made this way, as days on which to read retention, lie up to three
#   days early for the rest of the series; who left on 29, 30 or 31 March counts as still there
#   at "the end of March". Add multiples of the interval to the start instead.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - <<'PY'
import duckdb
def days(sql):
    return " ".join(str(day) for (day,) in duckdb.execute(sql).fetchall())
series = days("""select day(d) from generate_series(date '2026-01-31', date '2026-04-30',
    interval 1 month) t(d) order by d""")
sums = days("select day(date '2026-01-31' + n * interval 1 month) from range(4) t(n) order by n")
print(f"series {series}, sums {sums}")
PY
  )
  echo "$version: $seen"
  [ "$seen" = "series 31 28 28 28, sums 31 28 31 30" ] ||
    { echo "changed: DuckDB $version makes a series of months otherwise"; exit 1; }
done
