#!/usr/bin/env bash
# statsmodels 0.15.0 (PyPI; numpy 2.4.6): of people who were first seen on the day on which somebody left, its Cox model has them there on that day,
# and its curve has not.
#
# Expected: entry times mean one thing in one package: whoever came on day 3 is watched after day 3, as in R's survival and lifelines, and so
#   in SurvfuncRight ("not in the risk set on or before the entry time"). Entry on day 3 or later on the same day is the same.
# Instead: PHReg(entry=…) takes them for watched on day 3, too, as Stata does; a comment in its code says so, its documentation says "before the
#   entry time" of who is left out. survdiff(entry=…) goes with the curve. No warning.
# Output seen: at risk on day 3 2, from 3.5 2; ratio 0.43, from 3.5 0.23, by hand 0.23 0.23.
# Since: seen on 2026-11-30.
# For cohorts: lists are read by days and weeks, so that people come and leave on the same days always, and the ratio of two routes is nearer to 1 in
#   each of them, beside a curve and a test that say otherwise. Add half a day to each entry.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  statsmodels==0.15.0 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3
cat > "$dir/run.py" <<'PY'
import numpy as np
from scipy.optimize import minimize_scalar
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import SurvfuncRight

days = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
left = np.array([1, 1, 1, 0, 1, 1, 0, 1])
route = np.array([0.0, 0, 1, 1, 0, 1, 0, 1])

def from_day(day):
    return np.array([0.0] * 4 + [day] * 4)

def by_hand(entry):
    def loss(effect):
        return -sum(effect * route[one] - np.log(np.exp(effect * route[(days >= days[one]) & (entry < days[one])]).sum())
                    for one in np.flatnonzero(left))
    return np.exp(minimize_scalar(loss, bounds=(-5, 5), method="bounded").x)

def at_risk(entry):
    curve = SurvfuncRight(days, left, entry=entry)
    return int(curve.n_risk[list(curve.surv_times).index(3)])

def ratio(entry):
    return np.exp(PHReg(days, route, status=left, entry=entry).fit().params[0])

print(f"at risk on day 3 {at_risk(from_day(3))}, from 3.5 {at_risk(from_day(3.5))}", end="; ")
print(f"ratio {ratio(from_day(3)):.2f}, from 3.5 {ratio(from_day(3.5)):.2f}, by hand {by_hand(from_day(3)):.2f} {by_hand(from_day(3.5)):.2f}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "at risk on day 3 2, from 3.5 2; ratio 0.43, from 3.5 0.23, by hand 0.23 0.23" ] ||
  { echo "changed: statsmodels counts who came on the day otherwise"; exit 1; }
