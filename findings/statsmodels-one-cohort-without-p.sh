#!/usr/bin/env bash
# statsmodels 0.15.0 (PyPI; numpy 2.4.6): one cohort that could not be tested takes away what was found in the others, or their
# p values, or makes them larger, by the method.
#
# Expected: multipletests() of 0.001, 0.004 and 0.2 beside a NaN adjusts the three, as R's p.adjust() does, and as pingouin 0.7.0
#   does, and leaves the fourth NaN; or it fails, as scipy's false_discovery_control() does.
# Instead: NaN is one more test for Bonferroni, Holm and the like. By Benjamini and Hochberg all adjusted p are NaN, though two
#   are told as found. By Hommel nothing is found and all p are NaN. No error, no warning.
# Output seen, found and p: bonferroni 2 0.004 0.016 0.8, without NaN 2 0.003 0.012 0.6; fdr_bh 2 nan nan nan, without NaN 2 0.003
#   0.006 0.2; hommel 0 nan nan nan, without NaN 2 0.003 0.008 0.2; pingouin fdr_bh 2 0.003 0.006 0.2.
# Since: seen on 2026-11-30.
# For cohorts: the p of a cohort of nobody, or one in which nobody left, is NaN. `p < 0.05` of NaN is false, so that one such month
#   makes all differences of a year chance. Drop the NaN before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  statsmodels==0.15.0 pingouin==0.7.0 numpy==2.4.6 pandas==2.3.3 scipy==1.17.1
cat > "$dir/run.py" <<'PY'
import math
import pingouin
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

cohorts = [0.001, math.nan, 0.004, 0.2]
known = [value for value in cohorts if value == value]

def tell(found, adjusted):
    values = [float(value) for value in adjusted]
    others = [value for cohort, value in zip(cohorts, values) if cohort == cohort] if len(values) == 4 else values
    return f"{sum(found)} " + " ".join(f"{value:.3g}" for value in others)

for method in ("bonferroni", "fdr_bh", "hommel"):
    both = [tell(*multipletests(values, method=method)[:2]) for values in (cohorts, known)]
    print(f"{method} {both[0]}, without NaN {both[1]}", end="; ")
print("pingouin", tell(*pingouin.multicomp(cohorts, method="fdr_bh")), end="; ")
try:
    print("scipy", tell([], false_discovery_control(cohorts)))
except ValueError:
    print("scipy refuses")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
right="bonferroni 2 0.004 0.016 0.8, without NaN 2 0.003 0.012 0.6; fdr_bh 2 nan nan nan, without NaN 2 0.003 0.006 0.2"
[ "$seen" = "$right; hommel 0 nan nan nan, without NaN 2 0.003 0.008 0.2; pingouin 2 0.003 0.006 0.2; scipy refuses" ] ||
  { echo "changed: statsmodels adjusts beside NaN otherwise"; exit 1; }
