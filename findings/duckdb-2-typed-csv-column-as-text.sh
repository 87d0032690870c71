#!/usr/bin/env bash
# DuckDB 2.0.1: a CSV column typed BIGINT gives back the text of the file when it is cast to text;
# whether it does depends on what else the query selects. DuckDB 1.5.6 does not.
#
# Expected: read_csv(..., types = {'id': 'bigint'}) makes numbers of 7 and 007, the number 7 twice.
#   id::varchar is '7' for both, as in 1.5.6, and as for any BIGINT.
# Instead: a query that uses the column only through id::varchar reads '7' and '007'. With
#   id itself selected beside it, the text is '7' and '7'.
# Output seen: 1.5.6: text 7 7, beside id 7 7; 2.0.1: text 7 007, beside id 7 7.
# Since: seen on 2026-11-28.
# For follower data: typing the ids is the natural way to bring exports with padded or spaced ids
#   to one spelling. As keys of text they match no other list, one follower counts as two, and
#   adding a column to the query mends it, so that looking for the error hides it. Write
#   a table first, or cast text by hand: id::bigint::varchar of a column read as VARCHAR.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
printf 'id\n7\n007\n' > "$dir/followers.csv"
seen=""
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen+="$version: $(PYTHONPATH="$dir/$version" python3 - "$dir/followers.csv" <<'PY'
import sys
import duckdb
def texts(columns):
    sql = f"select {columns} from read_csv($1, types = {{'id': 'bigint'}})"
    return " ".join(row[0] for row in duckdb.execute(sql, [sys.argv[1]]).fetchall())
print(f"text {texts('id::varchar')}, beside id {texts('id::varchar, id')}; ", end="")
PY
  )"
done
echo "$seen"
[ "$seen" = "1.5.6: text 7 7, beside id 7 7; 2.0.1: text 7 007, beside id 7 7; " ] ||
  { echo "changed: DuckDB casts typed CSV columns to text otherwise"; exit 1; }
