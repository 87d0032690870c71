#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 (PyPI): whoever has #N/A or #DIV/0! of a spreadsheet in the first column is not in the table.
#
# Expected: read_csv() of three people, of whom one has #DIV/0! for a share, has three rows, and the column is text, as it is
#   where the same column stands second, and as in polars; or, with types = {'share': 'double'}, the query fails,
#   as it does of `none` instead. CSV has no comments.
# Instead: if the lines that begin with # are what keeps the first column from being numbers or dates, they are taken for
#   comments, and left out, also when types or all_varchar are given. No error, and no row in reject_errors with
#   store_rejects. Places "#1" and "#2" of a list whose others are plain numbers go the same way. Where the first
#   column is text anyhow, hashtags stay.
# Output seen, of both versions, of 3 rows: share first 2, day of joining first 2, places #1 #2 3 1, share second 3, in quotes 3;
#   typed 2, as text 2, comment = '' 3; rejects 0; polars 3.
# Since: seen on 2026-11-30.
# For followers: a table of people of a spreadsheet, sorted or led by a share or the day of following, loses just those of
#   whom that is unknown, and the mean of the column is right for the rest. Give comment = '', and compare
#   the number of rows with that of lines.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
install() { python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$@"; }
install new duckdb==2.0.1 polars==2.1.0
install old duckdb==1.5.6 polars==2.1.0
printf 'share,name\n0.5,ann\n#DIV/0!,bob\n0.7,cy\n' > share.csv
printf 'joined,name\n2026-01-01,ann\n#N/A,bob\n2026-01-03,cy\n' > joined.csv
printf 'place,name\n#1,ann\n#2,bob\n3,cy\n' > place.csv
printf 'name,share\nann,0.5\nbob,#DIV/0!\ncy,0.7\n' > second.csv
printf 'share,name\n0.5,ann\n"#DIV/0!",bob\n0.7,cy\n' > quoted.csv
cat > run.py <<'PY'
import duckdb
import polars

def rows(file, more=""):
    return len(duckdb.sql(f"from read_csv('{file}.csv'{more})").fetchall())

files = ["share", "joined", "place", "second", "quoted"]
print(" ".join(f"{file} {rows(file)}" for file in files), end=", ")
duckdb.sql("create table kept as from read_csv('share.csv', store_rejects = true)")
rejected = len(duckdb.sql("from reject_errors").fetchall())
typed, text, none = (rows("share", ", " + more) for more in ("types = {'share': 'double'}", "all_varchar = true", "comment = ''"))
print(f"typed {typed}, as text {text}, no comment {none}, rejects {rejected}, polars", end=" ")
print(polars.read_csv("share.csv", infer_schema_length=None).height)
PY
seen=$(for version in new old; do PYTHONPATH="$dir/$version" python3 run.py; done)
echo "$seen"
right="share 2 joined 2 place 1 second 3 quoted 3, typed 2, as text 2, no comment 3, rejects 0, polars 3"
[ "$seen" = "$(printf '%s\n%s' "$right" "$right")" ] || { echo "changed: DuckDB takes other lines for comments"; exit 1; }
