#!/usr/bin/env bash
# surpyval 0.25 (numpy 2.4.6): its Turnbull estimate of people who have all left keeps some of them,
# the more the fewer there were.
#
# Expected: ten people were there on day 0 and were all gone on day 1. Turnbull's estimate is the
#   nonparametric maximum likelihood: all of the mass lies in (0, 1], and nobody is left on day 1.
#   Five gone by day 7 and five by day 14: 50 % are left on day 7, none on day 14.
# Instead: the fitted object is Fleming and Harrington's exponential form of it, so the curve does not
#   reach 0. Only turnbull_estimator="Kaplan-Meier" gives Turnbull's own.
# Output seen: 0.0535 left on day 1; 0.5243 and 0.0535 left on days 7 and 14; with "Kaplan-Meier"
#   0.0000; 0.5000 and 0.0000. Of two people both gone, 0.2231 are left.
# Since: seen on 2026-11-29.
# For cohorts: two lists a week apart are exactly such data. A cohort of two that is wholly gone is
#   printed as "22 % stayed", and small cohorts stay "better" than large ones.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" surpyval==0.25 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
seen=$(PYTHONPATH="$dir" python3 -W ignore - <<'PY'
from surpyval import Turnbull

def left(gone, days, **how):
    """The share that is left on each of some days, of people of whom each left within (a, b]."""
    fitted = Turnbull.fit(xl=[a for a, b in gone], xr=[b for a, b in gone], **how)
    return " ".join("%.4f" % share for share in fitted.sf(days))

day = [(0, 1)] * 10
weeks = [(0, 7)] * 5 + [(7, 14)] * 5
plain = {"turnbull_estimator": "Kaplan-Meier"}
print("; ".join([left(day, [1]), left(weeks, [7, 14]), left(day, [1], **plain), left(weeks, [7, 14], **plain), left(day[:2], [1])]))
PY
)
echo "$seen"
[ "$seen" = "0.0535; 0.5243 0.0535; 0.0000; 0.5000 0.0000; 0.2231" ] ||
  { echo "changed: surpyval's Turnbull estimate of people who all left differs"; exit 1; }
