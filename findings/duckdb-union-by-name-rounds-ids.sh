#!/usr/bin/env bash
# DuckDB 1.5.6 and 2.0.1: union_by_name rounds the ids of all files when one file holds them as
# doubles.
#
# Expected: union_by_name matches columns by their names, which a careful reader of monthly lists
#   asks for. The ids of January, 64-bit integers in its file, come back as they are, as they do
#   without the option; or the query fails, as polars does (Float64 != Int64).
# Instead: the column becomes DOUBLE for all files. Two followers of 19 digits become one.
# Output seen: without it BIGINT, 3 people; with it DOUBLE, 2 people (in 1.5.6 and in 2.0.1).
# Since: seen on 2026-11-29.
# For followers: pandas writes a column of ids with one missing value as doubles, so one month with
#   one unknown id is enough to merge people of every other month, without a word.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
pip() { python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check "$@"; }
pip --target "$dir/lists" pandas==2.3.3 numpy==2.4.6 pyarrow==26.0.1
PYTHONPATH="$dir/lists" python3 -W ignore - "$dir" <<'PY'
import sys
import pandas as pd
pd.DataFrame({"user_id": [1500000000000000001, 1500000000000000002]}).to_parquet(sys.argv[1] + "/2026-01.parquet")
pd.DataFrame({"user_id": [7, None]}).to_parquet(sys.argv[1] + "/2026-02.parquet")
PY
seen=""
for version in 1.5.6 2.0.1; do
  pip --target "$dir/$version" "duckdb==$version"
  seen+=$(PYTHONPATH="$dir/$version" python3 - "$dir" <<'PY'
import sys
import duckdb
for option in ("false", "true"):
    print(*duckdb.sql(f"""
        select any_value(typeof(user_id)), count(distinct user_id)
        from read_parquet('{sys.argv[1]}/2026-*.parquet', union_by_name = {option})""").fetchall()[0], end="; ")
PY
)
done
echo "$seen"
[ "$seen" = "BIGINT 3; DOUBLE 2; BIGINT 3; DOUBLE 2; " ] ||
  { echo "changed: DuckDB's union of integer and double columns differs"; exit 1; }
