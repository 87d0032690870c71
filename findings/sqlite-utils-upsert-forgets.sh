#!/usr/bin/env bash
# sqlite-utils 4.2.1 (PyPI): what was known of Ann is gone, because something else was told of Bob in the same call.
#
# Expected: upsert_all() writes the columns that a record has, and keeps the others of its row: Ann, of whom five replies are
#   known, gets a route; Bob, the next record, gets three replies; Ann has her five. So it is with one upsert() for
#   each, and with batch_size=1.
# Instead: all records of a batch, a hundred, have the columns of all of them, and what one of them lacks is written over its row as
#   null. No error; the command line (sqlite-utils upsert) does the same. A hundred records further on Ann is safe.
# Output seen, replies of Ann: together None, one by one 5, batches of one 5, Bob a hundred records later 5, command line None.
# Since: seen on 2026-11-30.
# For followers: what networks tell of people lacks fields that are empty, and each look at a list is written over the last one in
#   just this way. Counts and routes that were known become unknown, of whom depends on the order. Give every record
#   the same columns, or batch_size=1.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" sqlite-utils==4.2.1
cat > "$dir/run.py" <<'PY'
import json
import subprocess
import sys
import sqlite_utils

path = sys.argv[1]
told = [{"id": 1, "route": "reply"}, {"id": 2, "replies": 3}]
others = [{"id": number, "route": "reply"} for number in range(3, 102)]

def replies(write):
    people = sqlite_utils.Database(path, recreate=True)["people"]
    people.insert_all([{"id": 1, "replies": 5, "route": None}, {"id": 2, "replies": 0, "route": None}], pk="id")
    write(people)
    return people.get(1)["replies"]

def by_command(people):
    people.db.close()
    command = [sys.executable, "-m", "sqlite_utils", "upsert", path, "people", "-", "--pk", "id"]
    subprocess.run(command, input=json.dumps(told), text=True, check=True)
    people.db.conn = sqlite_utils.Database(path).conn

print(
    f"together {replies(lambda people: people.upsert_all(told, pk='id'))}",
    f"one by one {replies(lambda people: [people.upsert(person, pk='id') for person in told])}",
    f"batches of one {replies(lambda people: people.upsert_all(told, pk='id', batch_size=1))}",
    f"later {replies(lambda people: people.upsert_all([told[0], *others, told[1]], pk='id'))}",
    f"command {replies(by_command)}",
    sep=", ",
)
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py" "$dir/people.db")
echo "$seen"
[ "$seen" = "together None, one by one 5, batches of one 5, later 5, command None" ] ||
  { echo "changed: sqlite-utils keeps other columns"; exit 1; }
