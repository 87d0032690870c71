#!/usr/bin/env bash
# DuckDB 1.5.6 and 2.0.1: a column typed TIMESTAMP drops the offset that a time carries.
#
# Expected: read_csv(..., types = {'followed_at': 'timestamp'}) turns 2026-01-03T23:30:00-05:00
#   into UTC (2026-01-04 04:30), or refuses it. The manual calls the type naive, no more.
# Instead: the offset is cut off, without an error, and 23:30 is kept. A cast to TIMESTAMP does
#   the same; only TIMESTAMPTZ makes use of the offset.
# Output seen: typed 2026-01-03 23:30, by TIMESTAMPTZ 2026-01-04 04:30.
# Since: seen on 2026-11-28.
# For follower data: rows of one export with different offsets come out in the wrong order, by up
#   to a day, and follows move to another day or month. Read such columns as TIMESTAMPTZ, then
#   convert.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
printf 'id,followed_at\n1,2026-01-03T23:30:00-05:00\n' > "$dir/follows.csv"
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - "$dir/follows.csv" <<'PY'
import sys
import duckdb
db = duckdb.connect()
db.execute("set timezone = 'UTC'")
def read(kind):
    sql = f"""select strftime(followed_at, '%Y-%m-%d %H:%M')
        from read_csv($1, types = {{'followed_at': '{kind}'}})"""
    return db.execute(sql, [sys.argv[1]]).fetchone()[0]
print(f"typed {read('timestamp')}, by TIMESTAMPTZ {read('timestamptz')}")
PY
  )
  echo "$version: $seen"
  [ "$seen" = "typed 2026-01-03 23:30, by TIMESTAMPTZ 2026-01-04 04:30" ] ||
    { echo "changed: DuckDB $version treats offsets otherwise"; exit 1; }
done
