#!/usr/bin/env bash
# pyiceberg 0.12.0 (PyPI; pyarrow 25.0.1): who did not come by reply or like: "!=" leaves out whose route is not known, "not in" finds them,
# and delete() by the same "not in" leaves them there.
#
# Expected: what a scan shows by a filter is what delete() takes away by it; and "not in" of a list is "!=" of each in it, as in SQL, where
#   both leave out null (DuckDB 1.5.6: dan alone).
# Instead: a scan by not in shows null, in one with != it is left out, and so is it by not (… in …) or not, whichever is meant.
#   delete() removes no null by either. No error; the documentation of filters has no word of null in them.
# Output seen: != and != dan; not in bob dan; not (in) bob dan; deleted by not in dan, left ann bob cat; DuckDB dan.
# Since: seen on 2026-11-30.
# For followers: a list of what is to go is looked at by scan(), and one fewer goes; and a cohort of "other routes" has the unknown in
#   it or not by how it was written. Add "and route is not null".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  "pyiceberg[sql-sqlite]==0.12.0" pyarrow==25.0.1 duckdb==1.5.6
cat > "$dir/run.py" <<'PY'
import sys

import duckdb
import pyarrow
from pyiceberg.catalog.sql import SqlCatalog

place = sys.argv[1]
catalog = SqlCatalog("here", uri=f"sqlite:///{place}/catalog.db", warehouse=f"file://{place}/warehouse")
catalog.create_namespace("brand")
text = pyarrow.schema([("who", pyarrow.string()), ("route", pyarrow.string())])
rows = [("ann", "reply"), ("bob", None), ("cat", "like"), ("dan", "quote")]
people = pyarrow.Table.from_pylist([dict(zip(("who", "route"), row)) for row in rows], text)
table = catalog.create_table("brand.people", text)
table.append(people)

def names(*filters):
    return " ".join(sorted(table.scan(*filters).to_arrow()["who"].to_pylist()))

other = "route not in ('reply', 'like')"
for name, by in (("!= and !=", "route != 'reply' and route != 'like'"), ("not in", other), ("not (in)", "not (route in ('reply', 'like'))")):
    print(name, names(by), end="; ")
table.delete(other)
print("left", names(), end="; ")
print("DuckDB", *duckdb.sql(f"select who from people where {other}").fetchone())
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" "$dir" 2> "$dir/errors") || { cat "$dir/errors"; exit 1; }
echo "$seen"
[ "$seen" = "!= and != dan; not in bob dan; not (in) bob dan; left ann bob cat; DuckDB dan" ] ||
  { echo "changed: pyiceberg finds others"; exit 1; }
