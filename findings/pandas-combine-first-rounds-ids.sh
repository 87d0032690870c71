#!/usr/bin/env bash
# pandas 3.1.1 and 2.3.3 (PyPI): of two lists put together by combine_first(), the ids of both are others, and whole numbers as before.
#
# Expected: people of today, filled up with those of yesterday, keep the id that they have. A column of int64 that had to become
#   one of doubles would be seen as such.
# Instead: it becomes one of doubles on the way, and int64 again at the end: the ids end in other digits, and nothing
#   shows that. Of those who stand in one list only as well. A nullable Int64 keeps them in 3.1.1, and not in 2.3.3.
# Output seen, of both versions: int64, of 1890000000000000001 1890000000000000000, of 1890000000000000077 1890000000000000000; Int64 of 3.1.1
#   1890000000000000001 1890000000000000077, of 2.3.3 1890000000000000000 twice.
# Since: seen on 2026-11-30.
# For followers: the way to bring a list up to date that the documentation names makes ids that nobody has, or somebody
#   else. Keep ids in the index or as texts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > run.py <<'PY'
import pandas as pd

today = pd.DataFrame({"id": [1890000000000000001]}, index=["ann"])
yesterday = pd.DataFrame({"id": [5, 1890000000000000077]}, index=["ann", "bob"])
both = today.combine_first(yesterday)
kept = today.astype("Int64").combine_first(yesterday.astype("Int64"))
print(f"{both.id.dtype}, of {today.id['ann']} {both.id['ann']}, of {yesterday.id['bob']} {both.id['bob']}; "
      f"Int64 {kept.id['ann']} {kept.id['bob']}")
PY
seen=""
for version in 3.1.1 2.3.3; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check \
    --target "$version" "pandas==$version" numpy==2.4.6
  seen+=$(PYTHONPATH="$dir/$version" python3 run.py)$'\n'
done
echo -n "$seen"
right="int64, of 1890000000000000001 1890000000000000000, of 1890000000000000077 1890000000000000000; Int64"
[ "$seen" = "$right 1890000000000000001 1890000000000000077"$'\n'"$right 1890000000000000000 1890000000000000000"$'\n' ] ||
  { echo "changed: pandas combines otherwise"; exit 1; }
