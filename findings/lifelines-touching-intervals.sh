#!/usr/bin/env bash
# lifelines 0.30.3 (numpy 2.4.6): intervals that touch lose those who left in the first one.
#
# Expected: of ten followers, a weekly check saw four leave between day 0 and day 7, four
#   between day 7 and day 14, and two stay. Nothing is uncertain at the checks themselves, so
#   60 of 100 are left at day 7 and 20 of 100 at day 14. R's survival 3.5-3 and npsurv 0.5-0
#   say so for the same input.
# Instead: fit_interval_censoring takes both ends of an interval as included, so that all eight
#   may have left exactly on day 7. The curve then says that nobody had left by day 7 and that
#   a third are left at day 14. No warning says so.
# Output seen: day 7: 1.000, day 14: 0.333.
# Since: seen on 2026-11-28.
# For cohorts: snapshots at fixed days always give intervals that touch. Retention comes out far
#   too high (1.00 for 0.60, 0.33 for 0.20). Moving each lower end up by a tiny step
#   (7 to 7.000001) gives 0.600 and 0.200; this script checks that too.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" lifelines==0.30.3 numpy==2.4.6 pandas==2.3.3
cat > "$dir/run.py" <<'PY'
import warnings
import numpy as np
from lifelines import KaplanMeierFitter
warnings.simplefilter("ignore")
upper = np.array([7] * 4 + [14] * 4 + [np.inf] * 2)

def retained(step):
    lower = np.array([0] * 4 + [7 + step] * 4 + [14 + step] * 2)
    curve = KaplanMeierFitter().fit_interval_censoring(lower, upper).survival_function_
    return [curve.loc[day, "NPMLE_estimate_lower"] for day in (7, 14)]

for step in (0, 1e-6):
    print("day 7: %.3f, day 14: %.3f" % tuple(retained(step)))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "$(printf 'day 7: 1.000, day 14: 0.333\nday 7: 0.600, day 14: 0.200')" ] ||
  { echo "changed: lifelines answers otherwise for intervals that touch"; exit 1; }
