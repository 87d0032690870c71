#!/usr/bin/env bash
# csv-diff 1.2 (PyPI): of one who follows twice in a list, the first follow can vanish without a difference.
#
# Expected: --key=id of a file in which an id stands twice fails, or compares both rows.
# Instead: the last row with an id is the only one that is compared, in both files. Rows that are gone, new or changed before it are
#   no difference: none is said to be added, removed or changed.
# Output seen: rows 3 and 2, added 0 removed 0 changed 0; the other way round added 0 removed 0 changed 0.
# Since: seen on 2026-11-30.
# For followers: who left and came back stands twice in an export of follows, and it is these whose history is compared
#   by half. Take a key of id and day, or none: without a key whole rows are compared.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py csv-diff==1.2
printf 'id,followed\n7,2026-01-01\n8,2026-02-01\n7,2026-05-01\n' > before.csv
printf 'id,followed\n8,2026-02-01\n7,2026-05-01\n' > after.csv
cat > run.py <<'PY'
from csv_diff import compare, load_csv

def seen(one, other):
    difference = compare(load_csv(open(one), key="id"), load_csv(open(other), key="id"))
    return " ".join(f"{kind} {len(difference[kind])}" for kind in ("added", "removed", "changed"))

rows = [sum(1 for _ in open(file)) - 1 for file in ("before.csv", "after.csv")]
print(f"rows {rows[0]} and {rows[1]}, {seen('before.csv', 'after.csv')}; the other way round {seen('after.csv', 'before.csv')}")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "rows 3 and 2, added 0 removed 0 changed 0; the other way round added 0 removed 0 changed 0" ] ||
  { echo "changed: csv-diff compares keys otherwise"; exit 1; }
