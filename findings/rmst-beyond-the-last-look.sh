#!/usr/bin/env bash
# greenwood 0.8.0 and lifelines 0.30.3 (PyPI): the mean of days stayed, up to a day that nobody was watched to, takes
# everybody who was left at the last look for somebody who stays on; a test of two cohorts does so for one of them.
#
# Expected: the restricted mean up to day 30 of people watched for 6 days is refused or warned of: no
#   one knows what became of them afterwards. R's survRM2 stops there.
# Instead: the curve goes on at its last height. Of two cohorts that lose 10 of 100 people at day 5,
#   the old one 10 more every five days since, the new one is said to stay 27.5 days of 30 and the
#   old one 22.5, and rmst_test finds the difference of 5 days sure (p < 0.001). No warning.
# Output seen: lifelines 27.5 and 22.5; greenwood 27.5 and 22.5, difference 5.0, p below 0.001;
#   warnings 0.
# Since: seen on 2026-11-30.
# For cohorts: the youngest, of whom least is known, looks best, and better the shorter it was watched.
#   Take the horizon from the cohort that was watched for the shortest time, or leave it out.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --disable-pip-version-check "greenwood==0.8.0" "lifelines==0.30.3" 2> /dev/null
seen=$("$dir/env/bin/python" - <<'PY'
import warnings
import greenwood as gw
from lifelines import KaplanMeierFitter
from lifelines.utils import restricted_mean_survival_time as mean_of

days = {"new": [5] * 10 + [6] * 90, "old": [day for day in (5, 10, 15, 20, 25) for _ in range(10)] + [30] * 50}
left = {"new": [1] * 10 + [0] * 90, "old": [1] * 50 + [0] * 50}
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    by_lifelines = [float(mean_of(KaplanMeierFitter().fit(days[c], left[c]), t=30)) for c in days]
    by_greenwood = [float(gw.KaplanMeier().fit(gw.Surv(days[c], left[c])).rmst(30)) for c in days]
    both = gw.Surv(days["new"] + days["old"], left["new"] + left["old"])
    test = gw.rmst_test(both, tau=30, group=["new"] * 100 + ["old"] * 100)
words = [w for w in warned if issubclass(w.category, UserWarning)]
print(f"lifelines {by_lifelines[0]:.1f} and {by_lifelines[1]:.1f}; greenwood {by_greenwood[0]:.1f} and {by_greenwood[1]:.1f}, "
      f"difference {test.estimate:.1f}, p {'below' if test.p_value < 0.001 else 'above'} 0.001; warnings {len(words)}")
PY
)
echo "$seen"
[ "$seen" = "lifelines 27.5 and 22.5; greenwood 27.5 and 22.5, difference 5.0, p below 0.001; warnings 0" ] ||
  { echo "changed: means of days stayed are reckoned otherwise"; exit 1; }
