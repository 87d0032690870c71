#!/usr/bin/env bash
# lifelines 0.30.3 (PyPI; pandas 2.3.3, numpy 2.4.6): the variance that it gives beside a mean of days stayed is the same for 40 people and for
# 4,000.
#
# Expected: restricted_mean_survival_time(curve, t, return_variance=True) gives an estimate and its variance, with which two cohorts are
#   compared, as survRM2 and the literature do: a hundred times the people, a hundredth of it.
# Instead: it is the variance of the days of one person, up to t, and says nothing of how sure the mean is. Nothing in the result tells.
# Output seen: mean 25.00 variance 125.00 of 40 people, 25.00 125.00 of 4,000; by Greenwood's formula 3.1250 and 0.0312.
# Since: seen on 2026-11-30.
# For followers: a test of two cohorts by these numbers finds no difference, of however many people. Take survRM2's variance, or
#   draw people again and again.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  lifelines==0.30.3 pandas==2.3.3 numpy==2.4.6
seen=$(PYTHONPATH=py python3 -W ignore - <<'PY'
from lifelines import KaplanMeierFitter
from lifelines.utils import restricted_mean_survival_time

def theirs(times):
    days = [10, 20, 30, 40] * (10 * times)
    left = [True, True, True, False] * (10 * times)
    return restricted_mean_survival_time(KaplanMeierFitter().fit(days, left), t=40, return_variance=True)

def greenwood(times):  # everybody watched to day 40: one quarter each leaves on days 10, 20 and 30
    total, risk = 0.0, 40 * times
    for day in (10, 20, 30):
        area = sum(10 * (1 - later / 40) for later in range(day, 40, 10))
        gone = 10 * times
        total += area ** 2 * gone / (risk * (risk - gone))
        risk -= gone
    return total

(mean, variance), (more_mean, more_variance) = theirs(1), theirs(100)
print(f"mean {mean:.2f} variance {variance:.2f} of 40 people, {more_mean:.2f} {more_variance:.2f} of 4,000; "
      f"by Greenwood's formula {greenwood(1):.4f} and {greenwood(100):.4f}")
PY
)
echo "$seen"
right="mean 25.00 variance 125.00 of 40 people, 25.00 125.00 of 4,000; by Greenwood's formula 3.1250 and 0.0312"
[ "$seen" = "$right" ] || { echo "changed: lifelines gives another variance"; exit 1; }
