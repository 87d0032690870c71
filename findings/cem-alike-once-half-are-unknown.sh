#!/usr/bin/env bash
# cem 1.1.0 (PyPI; pandas 2.3.3): two routes are perfectly alike, if what tells them apart is that nothing is known of half of the one.
#
# Expected: an unknown value is a value of its own, or an error: of ten followbackers the age of five is not known, of ten others that of nobody. The
#   imbalance L1 is half the sum of the differences of shares, 0.5, and it is that once the unknown are called "unknown".
# Instead: L1() leaves out whoever has an unknown value in any column, and compares the rest: 0, the best there is. The documentation has no word on
#   unknown values. No warning.
# Output seen: L1 0.0, called unknown 0.5; with a tie that is unknown of nine of the others as well 0.0, called unknown 0.9.
# Since: seen on 2026-11-30.
# For cohorts: the more is unknown of one route, the more alike the two are said to be, and how many were left out is not told. Name the unknown first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  cem==1.1.0 pandas==2.3.3 numpy==1.26.4
cat > "$dir/run.py" <<'PY'
import pandas
from cem.imbalance import L1

people = pandas.DataFrame({"followback": [1] * 10 + [0] * 10, "age": ["young"] * 5 + [None] * 5 + ["young"] * 10})
tied = people.assign(tie=["close"] * 11 + [None] * 9)

def tell(some):
    return f"{L1(some, 'followback'):.1f}, called unknown {L1(some.fillna('unknown'), 'followback'):.1f}"

print(f"L1 {tell(people)}; with a tie that is unknown of nine of the others as well {tell(tied)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "L1 0.0, called unknown 0.5; with a tie that is unknown of nine of the others as well 0.0, called unknown 0.9" ] ||
  { echo "changed: cem compares the unknown otherwise"; exit 1; }
