#!/usr/bin/env bash
# DuckDB 1.5.6 and 2.0.1: a time with a space before its offset is no TIMESTAMPTZ. In 1.5.6, finding that out takes
#   hundreds of times longer than a cast; 2.0.1 is quick.
#
# Expected: '2026-01-03 10:00:00 +02:00', which Postgres reads, is cast like '2026-01-03 10:00:00+02:00'; or TRY_CAST
#   says null as fast as of any other text. '2026-01-03 10:00:00 Europe/Berlin', with a space, is read.
# Instead: TRY_CAST makes null of it, in 1.5.6 with half a millisecond of CPU a value on the machine where it was seen,
#   where a text that is no time at all takes a microsecond. So a million rows take eight minutes, and have no times.
# Output seen: 2000 of 2000 null with a space, 0 without; in 1.5.6 the space takes more than twenty times the CPU (440
#   times on the machine where it was seen), in 2.0.1 it takes the same.
# Since: seen on 2026-11-30.
# For follower data: Ruby's and Go's usual writings of a time (2026-01-03 10:00:00 +0200) stand in many exports. Take the
#   space out before the cast.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version" pytz
  seen=$(PYTHONPATH="$dir/$version" python3 - <<'PY'
import sys
import time
import duckdb
db = duckdb.connect(config={"threads": 1})
db.execute("set timezone = 'UTC'")
def read(text):
    sql = """select count(*) - count(try_cast(c as timestamptz))
        from (select $1 || left(i::varchar, 0) as c from range(2000) t(i))"""
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        nulls = db.execute(sql, [text]).fetchone()[0]
        best = min(best, time.process_time() - began)
    return nulls, best
spaced, slow = read("2026-01-03 10:00:00 +02:00")
close, fast = read("2026-01-03 10:00:00+02:00")
named, _ = read("2026-01-03 10:00:00 Europe/Berlin")
print(f"{slow / fast:.0f} times the CPU", file=sys.stderr)
print(f"null: {spaced} with a space, {close} without, {named} of a zone's name; {'slow' if slow > 20 * fast else 'fast'}")
PY
  )
  echo "$version: $seen"
  [ "$version" = 1.5.6 ] && pace=slow || pace=fast
  [ "$seen" = "null: 2000 with a space, 0 without, 0 of a zone's name; $pace" ] ||
    { echo "changed: DuckDB $version reads a space before an offset otherwise"; exit 1; }
done
