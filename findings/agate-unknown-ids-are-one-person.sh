#!/usr/bin/env bash
# agate 1.14.2 (PyPI, which csvkit 2.2.0 is built on): joined by id, whoever's id is not known has the replies of everybody whose id is not
# known.
#
# Expected: "This method implements most varieties of SQL join", its documentation says, and in SQL null equals nothing: of people 11, null
#   and 12, and replies of 11, null and null, an inner join has one row, and a left join three, two of them without replies.
# Instead: None equals None, in left, inner and full joins, and in csvjoin, where an empty cell is the key. No warning.
# Output seen: left ann 3 bob 7 bob 8 cat None, inner ann 3 bob 7 bob 8; csvjoin ann,3 bob,7 bob,8; SQLite left ann 3 bob None cat None.
# Since: seen on 2026-11-30.
# For followers: exports have rows without an id, of deleted and suspended accounts. A hundred of them on each side are ten thousand
#   rows, and replies are counted a hundred times. Leave such rows out first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  agate==1.14.2 csvkit==2.2.0
cd "$dir"
printf 'id,who\n11,ann\n,bob\n12,cat\n' > people.csv
printf 'id,replies\n11,3\n,7\n,8\n' > replies.csv
cat > run.py <<'PY'
import sqlite3

import agate

people, replies = (agate.Table.from_csv(f"{name}.csv") for name in ("people", "replies"))
tell = lambda rows: " ".join(f"{who} {number}" for who, number in rows)
for name, inner in (("left", False), ("inner", True)):
    print(name, tell((row["who"], row["replies"]) for row in people.join(replies, "id", inner=inner).rows), end="; ")
base = sqlite3.connect(":memory:")
base.executescript("create table people(id, who); create table replies(id, replies)")
for name, table in (("people", people), ("replies", replies)):
    base.executemany(f"insert into {name} values (?, ?)", [[value and str(value) for value in row] for row in table.rows])
print("SQLite", tell(base.execute("select who, replies from people left join replies using (id) order by who")), end="; ")
PY
export PYTHONPATH="$dir"
seen="$(python3 -W ignore run.py)csvjoin $(python3 -m csvkit.utilities.csvjoin -c id people.csv replies.csv | tail -n +2 | cut -d , -f 2- | paste -sd ' ')"
echo "$seen"
[ "$seen" = "left ann 3 bob 7 bob 8 cat None; inner ann 3 bob 7 bob 8; SQLite ann 3 bob None cat None; csvjoin ann,3 bob,7 bob,8" ] ||
  { echo "changed: agate joins the unknown otherwise"; exit 1; }
