#!/usr/bin/env bash
# DuckDB 2.0.1 (PyPI): of many JSON files read by one pattern, a field that first appears in the 33rd is left out, without
# an error. DuckDB 1.5.6 refuses.
#
# Expected: the columns are those of all files, as they are of up to 32 files; or the query fails and names the key,
#   as 1.5.6 does of the 33rd file, and as 2.0.1 does within one file beyond the rows it sampled.
# Instead: types are taken from 32 files (maximum_sample_files), and what others hold besides is dropped, on
#   the top level and within objects. A field whose numbers have been whole till then is rounded in both versions.
# Output seen: the last file has two new fields, one of them within an object. 2.0.1: of 32 files both are read, of 33 none
#   of them; 1.5.6: of 33 "unknown key". By name both are read by both. 2.5 in the 33rd file is 2.
# Since: seen on 2026-11-30.
# For followers: one file a day is how lists are collected. What the network begins to tell of people after a month, and
#   whatever is told of few, never reaches the table made of all files, and a table of fewer days had it. Give
#   union_by_name = true, or the columns.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
seen=""
for version in 2.0.1 1.5.6; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen+="$version: $(PYTHONPATH="$dir/$version" python3 - "$dir/$version-days" <<'PY'
import json, os, sys
import duckdb

def read(days, last, **how):
    """All rows of as many files of one person each, of which the last one is given."""
    folder = f"{sys.argv[1]}-{days}"
    os.makedirs(folder, exist_ok=True)
    for day in range(days):
        person = last if day == days - 1 else {"id": str(day), "score": 1, "about": {"posts": 3}}
        with open(f"{folder}/{day:03}.json", "w") as file:
            file.write(json.dumps(person) + "\n")
    options = "".join(f", {name} = {value}" for name, value in how.items())
    return duckdb.sql(f"select * from read_json('{folder}/*.json'{options})")

def tell(days, **how):
    try:
        rows = read(days, {"id": "new", "score": 1, "about": {"posts": 3, "verified": True}, "withheld": "DE"}, **how)
        text = [str(row) for row in rows.fetchall()]
    except duckdb.Error as error:
        return "unknown key" if "unknown key" in str(error) else str(error)
    withheld, verified = (sum(word in row for row in text) for word in ("DE", "True"))
    return f"{withheld} withheld {verified} verified, rows {len(text)}"

half = read(33, {"id": "new", "score": 2.5, "about": {"posts": 3}}).order("score").fetchall()[-1][1]
print(f"32 files {tell(32)}; 33 {tell(33)}; by name {tell(33, union_by_name='true')}; 2.5 is {half}", end=". ")
PY
  )"
done
echo "$seen"
[ "$seen" = "2.0.1: 32 files 1 withheld 1 verified, rows 32; 33 0 withheld 0 verified, rows 33; by name 1 withheld 1 verified, \
rows 33; 2.5 is 2. 1.5.6: 32 files 1 withheld 1 verified, rows 32; 33 unknown key; by name 1 withheld 1 verified, rows 33; 2.5 is 2. " ] ||
  { echo "changed: DuckDB reads fields that first appear in the 33rd JSON file otherwise"; exit 1; }
