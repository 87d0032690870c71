#!/usr/bin/env bash
# psmpy 0.3.16 (PyPI, without what it draws with; pandas 2.3.3, scikit-learn 1.7.2): half of those who came by followback stay, and half of the others,
# where one in four and three in four do, if the outcome is named as it asks for.
#
# Expected: target is the "outcome variable of interest, will ignore in regression/matching". Of 200 followbackers and 200 others of the same ages, of
#   whom 50 and 150 stay, all find a partner of their age, and 0.25 and 0.75 stay, as they do with exclude=["outcome"].
# Instead: target is stored and never looked at. What was to be found is one of the things by which people are made alike: who stayed is
#   matched with who stayed, and whoever has no such partner is dropped. No error; the warning says that some have no match.
# Output seen: with target followback 0.50 others 0.50 of 200 people, by age and outcome; excluded followback 0.25 others 0.75 of 400 people, by age.
# Since: seen on 2026-12-01.
# For cohorts: the clearer the difference, the more surely it is matched away, and "matching removed it" is just what one expects of a difference
#   that was none. Write exclude=["outcome"], and join the outcome afterwards.
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

size = 200
people = pandas.DataFrame({
    "id": range(2 * size),
    "followback": [1] * size + [0] * size,
    "age": list(range(size)) * 2,
    "outcome": [1] * 50 + [0] * 150 + [1] * 150 + [0] * 50,
})

def tell(**options):
    model = PsmPy(people.copy(), treatment="followback", indx="id", **options)
    model.logistic_ps(balance=False)
    model.kdtree_matched(matcher="propensity_logit", replacement=False, caliper=0.2, drop_unmatched=True)
    matched = people[people["id"].isin(model.df_matched["id"])]
    stay = matched.groupby("followback")["outcome"].mean()
    return f"followback {stay[1]:.2f} others {stay[0]:.2f} of {len(matched)} people, by {' and '.join(model.xvars)}"

print(f"with target {tell(target='outcome')}; excluded {tell(exclude=['outcome'])}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "with target followback 0.50 others 0.50 of 200 people, by age and outcome; excluded followback 0.25 others 0.75 of 400 people, by age" ] ||
  { echo "changed: psmpy uses the target otherwise"; exit 1; }
