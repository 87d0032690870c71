#!/usr/bin/env bash
# statsmodels 0.15.0 (PyPI; numpy 2.4.6): of three who left on the days 1, 2 and 3, and one of whom the day is not known, three quarters
# have left by day 3, and nobody knows when the others do.
#
# Expected: ECDF() of values of which one is NaN leaves it out, as pandas' and seaborn's statistics do, so that the share is 1 at the
#   greatest value; or all is NaN, as numpy's and statsmodels' own DescrStatsW have it; or it fails, as scipy's ecdf() does.
# Instead: NaN is the greatest of all values: it counts as one more, and is at the end of the curve. No warning. The documentation
#   speaks of observations.
# Output seen, by day 1, 2, 3 and 1000: 0.25 0.5 0.75 0.75; without it 0.33 0.67 1 1; DescrStatsW nan; scipy refuses.
# Since: seen on 2026-11-30.
# For cohorts: days to the first reply are NaN for who was not looked at. They read as people who never replied, in one curve with
#   those who did.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  statsmodels==0.15.0 numpy==2.4.6 pandas==2.3.3 scipy==1.17.1
cat > "$dir/run.py" <<'PY'
from math import nan

from scipy.stats import ecdf
from statsmodels.distributions.empirical_distribution import ECDF
from statsmodels.stats.weightstats import DescrStatsW

known, days = [1, 2, 3], [1, 2, 3, 1000]
tell = lambda values: " ".join(f"{share:.2f}" for share in ECDF(values)(days))
print("with", tell([*known, nan]), "without", tell(known), "DescrStatsW", DescrStatsW([*known, nan]).mean, end=" ")
try:
    print("scipy", ecdf([*known, nan]).cdf.evaluate(days))
except ValueError as error:
    print("scipy", error)
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "with 0.25 0.50 0.75 0.75 without 0.33 0.67 1.00 1.00 DescrStatsW nan scipy \`sample\` must not contain nan." ] ||
  { echo "changed: statsmodels has other shares of the unknown"; exit 1; }
