#!/usr/bin/env bash
# lifelines 0.30.3 and statsmodels 0.15.0 (numpy 2.4.6): one cohort, two medians.
#
# Expected: four followers leave on days 1, 2, 3 and 4. After day 2 exactly half are left. Both
#   libraries draw the same curve, so both name the same median (R's survival 3.5-3 says 2.5,
#   the middle of the days on which half are left).
# Instead: lifelines names the first day on which half are left, statsmodels the first day on
#   which fewer than half are.
# Output seen: lifelines 2, statsmodels 3.
# Since: seen on 2026-11-28.
# For cohorts: small cohorts with an even number of followers are exactly half left all the time.
#   With checks far apart the two answers lie a whole gap apart: the same curve says
#   "half leave within 30 days" in one report and "within 60" in another.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" lifelines==0.30.3 statsmodels==0.15.0 numpy==2.4.6 pandas==2.3.3
seen=$(PYTHONPATH="$dir" python3 -W ignore - <<'PY'
import numpy as np
from lifelines import KaplanMeierFitter
from statsmodels.duration.survfunc import SurvfuncRight
days, left = [1, 2, 3, 4], [1, 1, 1, 1]
one, other = KaplanMeierFitter().fit(days, left), SurvfuncRight(days, left)
assert np.allclose(one.predict(days), other.surv_prob)
print("lifelines %g, statsmodels %g" % (one.median_survival_time_, other.quantile(0.5)))
PY
)
echo "$seen"
[ "$seen" = "lifelines 2, statsmodels 3" ] || { echo "changed: a median differs"; exit 1; }
