#!/usr/bin/env bash
# datacompy 1.1.0 with pandas 2.3.3 (PyPI): a table whose ids were rounded is the same as the one whose were not.
#
# Expected: a comparison of two columns of int64 without a tolerance (abs_tol and rel_tol are 0) finds each id that
#   differs, as pandas' equals() does.
# Instead: all numbers are compared as doubles. Ids that differ by up to 128 are equal: matches() is true, and the report has no
#   unequal value. As texts the same ids are told apart.
# Output seen: matches True, rows equal 2 of 2; pandas equals False; as texts matches False, rows equal 0 of 2.
# Since: seen on 2026-11-30.
# For followers: the one check that would show that a way through JSON or a spreadsheet has rounded ids says that it has
#   not. Compare ids as texts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  datacompy==1.1.0 pandas==2.3.3 numpy==2.4.6
seen=$(PYTHONPATH=py python3 - 2> errors <<'PY'
import logging

logging.disable(logging.CRITICAL)
import datacompy
import pandas as pd

compare = getattr(datacompy, "PandasCompare", None) or datacompy.Compare
ids = [1890000000000000001, 1890000000000000077]
exact = pd.DataFrame({"handle": ["ann", "bob"], "id": ids})
rounded = exact.assign(id=[int(float(one)) for one in ids])

def seen(one, other):
    result = compare(one, other, join_columns="handle")
    return f"matches {bool(result.matches())}, rows equal {result.count_matching_rows()} of 2"

text = {"id": "str"}
print(f"{seen(exact, rounded)}; pandas equals {exact.equals(rounded)}; as texts {seen(exact.astype(text), rounded.astype(text))}")
PY
) || { cat errors; exit 1; }
echo "$seen"
right="matches True, rows equal 2 of 2; pandas equals False; as texts matches False, rows equal 0 of 2"
[ "$seen" = "$right" ] || { echo "changed: datacompy compares ids otherwise"; exit 1; }
