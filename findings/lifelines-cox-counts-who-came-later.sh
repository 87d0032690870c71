#!/usr/bin/env bash
# lifelines 0.30.3 (PyPI; pandas 2.3.3, numpy 2.4.6): told from when on people were watched, Cox's model says that 78 of 100 stay past day
# 10, of whom half left.
#
# Expected: entry_col is the day from which on one is watched. Who was found on day 30 cannot be seen to leave on day 10, and is not at
#   risk then: of 100 people watched from the start, 50 left. exp(-50/100) is 0.607 stay, and 0.5 by KaplanMeierFitter with
#   the same days.
# Instead: the coefficients heed entry_col, and the baseline, with every predicted curve and median, counts all as if they had been watched
#   from day 0: exp(-50/200). No warning.
# Output seen: stay past day 10 0.779, predicted 0.779, as without entry_col 0.779; by hand 0.607; Kaplan and Meier with entry 0.500.
# Since: seen on 2026-11-30.
# For followers: those who followed before the first list are known from it on only. The more of them, the better the curve
#   looks. Take the coefficients alone, and the curve from KaplanMeierFitter(…, entry=…) by group.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  lifelines==0.30.3 pandas==2.3.3 numpy==2.4.6
seen=$(PYTHONPATH=py python3 -W ignore - <<'PY'
import math

import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter

watched = [{"asked": row % 2, "entry": 0, "days": 10 if row < 50 else 60, "left": row < 50} for row in range(100)]
found = [{"asked": row % 2, "entry": 30, "days": 60, "left": False} for row in range(100)]
people = pd.DataFrame(watched + found).astype(float)
cox = CoxPHFitter().fit(people, "days", "left", entry_col="entry")
plain = CoxPHFitter().fit(people.drop(columns="entry"), "days", "left")
curve = KaplanMeierFitter().fit(people["days"], people["left"], entry=people["entry"])
predicted = cox.predict_survival_function(pd.DataFrame({"asked": [0.5]})).loc[10.0].iloc[0]
print(f"stay past day 10 {cox.baseline_survival_.loc[10.0].iloc[0]:.3f}, predicted {predicted:.3f}, as without entry_col "
      f"{plain.baseline_survival_.loc[10.0].iloc[0]:.3f}; by hand {math.exp(-50 / 100):.3f}; "
      f"Kaplan and Meier with entry {curve.survival_function_at_times(10).iloc[0]:.3f}")
PY
)
echo "$seen"
right="stay past day 10 0.779, predicted 0.779, as without entry_col 0.779; by hand 0.607; Kaplan and Meier with entry 0.500"
[ "$seen" = "$right" ] || { echo "changed: lifelines heeds entry_col otherwise"; exit 1; }
