#!/usr/bin/env bash
# psmpy 0.3.16 (PyPI, without what it draws with; pandas 2.3.3, scikit-learn 1.7.2): asked for two partners for each, it gives somebody of 50 one of 90
# and one of 9.
#
# Expected: kdtree_matched_12n(how_many=2) "performs 1:n matching": of followbackers of 10, 50 and 90, and three others near each of
#   these ages, each has two of nearly their age in matched_ids, which is "indicies from the minor class and their associated matched indice
#   from the major class". With how_many=1 the partners are of the same age.
# Instead: partners come round by round, first one for each, then a second one for each, and are written one after another into rows of two. The
#   first person has their own first and the next one's first. df_matched is right. No error, no warning.
# Output seen: one 10: 10, 50: 50, 90: 90; two 10: 10 50, 50: 90 9, 90: 51 91; three 10: 10 50 90, 50: 9 51 91, 90: 11 49 89.
# Since: seen on 2026-12-01.
# For cohorts: pairs are what one compares by, who stayed longer of the two, and all but the first are of strangers, in ages, sizes and weeks.
#   Take how_many=1, or match anew without those who were taken.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 scipy==1.16.3 scikit-learn==1.7.2
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" psmpy==0.3.16
cat > "$dir/run.py" <<'PY'
import sys
from unittest.mock import MagicMock

# What it draws with is not installed, and not used here.
sys.modules.update({name: MagicMock() for name in ("seaborn", "matplotlib", "matplotlib.pyplot")})
import pandas
from psmpy import PsmPy

ages = [10, 50, 90, 9, 11, 49, 51, 89, 91, 10, 50, 90]
people = pandas.DataFrame({"id": range(12), "followback": [1] * 3 + [0] * 9, "age": ages})

def tell(number):
    model = PsmPy(people.copy(), treatment="followback", indx="id")
    model.logistic_ps(balance=False)
    model.kdtree_matched_12n(matcher="propensity_logit", how_many=number)
    rows = [[ages[person] for person in row] for row in model.matched_ids.to_numpy().tolist()]
    return ", ".join(f"{own}: {' '.join(map(str, others))}" for own, *others in rows)

print(f"one {tell(1)}; two {tell(2)}; three {tell(3)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "one 10: 10, 50: 50, 90: 90; two 10: 10 50, 50: 90 9, 90: 51 91; three 10: 10 50 90, 50: 9 51 91, 90: 11 49 89" ] ||
  { echo "changed: psmpy gives partners otherwise"; exit 1; }
