#!/usr/bin/env bash
# relife 3.0.0 (PyPI; numpy 2.4.6): of two people, one of whom leaves on day 7, half are left; of the same two and eight who were first
# seen on day 7, nine tenths.
#
# Expected: at risk on a day are those who were watched just before it, as the documentation has it ("at risk just prior to"). Who was first
#   seen on day 7 could not be seen to leave on day 7: a half, as statsmodels 0.15.0 has it, and R's survival.
# Instead: entry <= day counts: the eight are at risk on the day of their entry. NelsonAalen of the package does the same. No warning.
# Output seen: two alone 0.5, with eight of day 7 0.9, of day 7.01 0.5, of day 6.99 0.9; statsmodels 0.5, 0.5, 0.5, 0.9; hazard 0.1.
# Since: seen on 2026-11-30.
# For cohorts: looks are on days, and people are found and missed on the same ones: each look that finds newcomers hides who left. Add a
#   little to the entries.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  relife==3.0.0 statsmodels==0.15.0 numpy==2.4.6 pandas==2.3.3
cat > "$dir/run.py" <<'PY'
import numpy
from relife.lifetime_models import KaplanMeier, NelsonAalen
from statsmodels.duration.survfunc import SurvfuncRight

def people(entry):
    count = 8 if entry else 0
    return numpy.array([7.0, 30] + [30] * count), numpy.array([True, False] + [False] * count), numpy.array([0.0, 0] + [entry] * count)

def by_relife(days, left, entry):
    found = KaplanMeier(days, left, entry).sf()
    return found.values[list(found.timeline).index(7)]

def by_statsmodels(days, left, entry):
    return SurvfuncRight(days, left.astype(int), entry=entry).surv_prob[0]

entries = (None, 7, 7.01, 6.99)
for name, ask in (("relife", by_relife), ("statsmodels", by_statsmodels)):
    print(name, *(f"{ask(*people(entry)):.1f}" for entry in entries), end="; ")
hazard = NelsonAalen(*people(7)).chf()
print(f"hazard {hazard.values[list(hazard.timeline).index(7)]:.1f}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "relife 0.5 0.9 0.5 0.9; statsmodels 0.5 0.5 0.5 0.9; hazard 0.1" ] ||
  { echo "changed: relife has others at risk"; exit 1; }
