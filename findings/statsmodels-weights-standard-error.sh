#!/usr/bin/env bash
# statsmodels 0.15.0 (numpy 2.4.6): counted rows give another standard error than the same rows
# written out.
#
# Expected: SurvfuncRight(..., freq_weights=[10, 10, 10]) stands for ten equal rows each, as
#   frequency weights do elsewhere in statsmodels. Curve and standard error equal those of the
#   thirty rows written out (0.0861 and 0.0861, which are Greenwood's by hand:
#   2/3 * sqrt(10 / (30 * 20)) = 0.0861).
# Instead: the curve is the same, the standard errors are not; the second is more than twice as
#   large.
# Output seen: rows 0.0861 0.0861, counts 0.1054 0.1900.
# Since: seen on 2026-11-28.
# For cohorts: cohort tables hold counts ("10 left in week 3"). Handing them over as weights
#   gives right retention with wrong intervals, and nothing looks amiss.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" statsmodels==0.15.0 numpy==2.4.6 pandas==2.3.3
seen=$(PYTHONPATH="$dir" python3 -W ignore - <<'PY'
import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight
weeks, left = np.array([3, 6, 9]), np.array([1, 1, 0])
rows = SurvfuncRight(weeks.repeat(10), left.repeat(10))
counts = SurvfuncRight(weeks, left, freq_weights=np.array([10, 10, 10]))
assert np.allclose(rows.surv_prob, counts.surv_prob)
print("rows %.4f %.4f, counts %.4f %.4f" % (*rows.surv_prob_se, *counts.surv_prob_se))
PY
)
echo "$seen"
[ "$seen" = "rows 0.0861 0.0861, counts 0.1054 0.1900" ] ||
  { echo "changed: statsmodels' standard errors with weights differ"; exit 1; }
