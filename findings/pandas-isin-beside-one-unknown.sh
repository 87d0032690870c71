#!/usr/bin/env bash
# pandas 3.1.1 and 2.3.3 (PyPI): isin() of ids in a column of Int64 finds hardly anybody, or neighbours as well, as soon as
# one of the other ids is missing.
#
# Expected: both columns are Int64, the type of whole numbers of which some may be missing. A thousand followers of
#   May are all in the list of June, which holds them and one account whose id is not known: isin says so of all,
#   as merge does, and isin of the same list as a list or without the missing one.
# Instead: the column that is looked in becomes doubles. 3.1.1 compares these exactly with the ids, so that only
#   those are found that a double can hold; 2.3.3 rounds both, so that an id is found by its neighbour. No
#   warning, and ids below 2 ** 53 are right, so a test with small numbers passes.
# Output seen: 3.1.1 finds 4 of 1000, neighbour False; 2.3.3 finds 1000 of 1000, neighbour True; merge 1000, as a list 1000,
#   without the missing one 1000 in both.
# Since: seen on 2026-11-30, of both versions (numpy 2.4.6).
# For followers: ~may.isin(june) is how one asks who left. One unknown id says that 996 of 1,000 did. Drop what is
#   missing first, or merge.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
seen=""
for version in 3.1.1 2.3.3; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "pandas==$version" numpy==2.4.6
  seen+="$version $(PYTHONPATH="$dir/$version" python3 - <<'PY'
import pandas as pd

def column(ids):
    return pd.Series(ids, dtype="Int64")

ids = [2**60 + 1000003 * nth for nth in range(1000)]
may, june = column(ids), column([*ids, None])
neighbour = column([ids[0] + 1]).isin(june)[0]
print(f"finds {may.isin(june).sum()}, neighbour {neighbour}, merge {len(may.to_frame('id').merge(june.to_frame('id')))}, "
      f"as a list {may.isin(list(june)).sum()}, without {may.isin(june.dropna()).sum()}; ", end="")
PY
  )"
done
echo "$seen"
same="merge 1000, as a list 1000, without 1000; "
[ "$seen" = "3.1.1 finds 4, neighbour False, ${same}2.3.3 finds 1000, neighbour True, $same" ] ||
  { echo "changed: isin() of Int64 beside a missing value compares otherwise"; exit 1; }
