#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 (PyPI): of a list with one column, "summer|tea", "summer|coffee" and "winter|tea" below `campaign`, the
# first one becomes the names of two columns.
#
# Expected: read_csv(), told header = true, takes the first line for the names of columns: one column, campaign, of three rows, as
#   polars 2.1.0 has it and as it is in DuckDB with a second column, with skip = 0 or delim = ','.
# Instead: each line but the first has one |, so that | is taken for the mark between columns, and the line of names, which does not
#   fit, is left out. No error, no warning, with strict_mode = true as well. Names of people with ; or a tab in
#   each do the same; one name without it in the list and all is well.
# Output seen, of both versions: rows 2, columns summer tea, with header = true 2, strict 2, of names "Ann; Rome" 2; with a second
#   column 3, skip = 0 3, comma 3, one without a bar 3; polars 3.
# Since: seen on 2026-11-30.
# For followers: a list of names or campaigns alone is one person or campaign short, from one file on, and counts of rows look
#   right otherwise. Give delim and skip, or columns.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
install() { python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$@"; }
install new duckdb==2.0.1 polars==2.1.0
install old duckdb==1.5.6 polars==2.1.0
printf 'campaign\nsummer|tea\nsummer|coffee\nwinter|tea\n' > campaigns.csv
printf 'campaign,posts\nsummer|tea,1\nsummer|coffee,2\nwinter|tea,3\n' > second.csv
printf 'campaign\nsummer|tea\nsummer|coffee\nwinter\n' > without.csv
printf 'name\nAnn; Rome\nBob; Oslo\nCat; Bonn\n' > names.csv
cat > run.py <<'PY'
import duckdb
import polars

def rows(file, *options):
    return len(duckdb.sql(f"from read_csv({', '.join([repr(file + '.csv'), *options])})").fetchall())

columns = " ".join(duckdb.sql("from read_csv('campaigns.csv')").columns)
print(f"rows {rows('campaigns')}, columns {columns}, header {rows('campaigns', 'header = true')}", end=", ")
print(f"strict {rows('campaigns', 'header = true', 'strict_mode = true')}, names {rows('names', 'header = true')}", end="; ")
print(f"second {rows('second')}, skip {rows('campaigns', 'skip = 0')}", end=", ")
print(f"comma {rows('campaigns', 'delim = chr(44)')}, without {rows('without')}, polars {polars.read_csv('campaigns.csv').height}")
PY
seen=$(for version in new old; do PYTHONPATH="$dir/$version" python3 run.py; done)
echo "$seen"
right="rows 2, columns summer tea, header 2, strict 2, names 2; second 3, skip 3, comma 3, without 3, polars 3"
[ "$seen" = "$(printf '%s\n%s' "$right" "$right")" ] || { echo "changed: DuckDB finds other columns"; exit 1; }
