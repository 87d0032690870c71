#!/usr/bin/env bash
# DuckDB 1.5.6 and 2.0.1: try_cast takes handles with letters and underscores for ids.
#
# Expected: try_cast(x as bigint) gives a number for digits, perhaps with a sign, and NULL for all
#   else. It looks like the way to ask whether a column holds ids or handles.
# Instead: it reads text as a number in a program: underscores between digits, hexadecimal and
#   binary numbers, and exponents all pass.
# Output seen: 1_000 -> 1000, 0x10 -> 16, 0b11 -> 3, 1e5 -> 100000.
# Since: seen on 2026-11-28.
# For follower data: all four are valid handles on X (letters, digits and underscores). They
#   turn into ids of other accounts, and the handles 1_000 and 1000 into one. Ask by
#   regexp_full_match(x, '[0-9]+') before the cast.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - <<'PY'
import duckdb
handles = ["1_000", "0x10", "0b11", "1e5"]
ids = [duckdb.execute("select try_cast($1::varchar as bigint)", [h]).fetchone()[0] for h in handles]
print(", ".join(f"{h} -> {i}" for h, i in zip(handles, ids)))
PY
  )
  echo "$version: $seen"
  [ "$seen" = "1_000 -> 1000, 0x10 -> 16, 0b11 -> 3, 1e5 -> 100000" ] ||
    { echo "changed: DuckDB $version casts such handles otherwise"; exit 1; }
done
