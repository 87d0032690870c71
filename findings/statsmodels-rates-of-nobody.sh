#!/usr/bin/env bash
# statsmodels 0.15.0 (numpy 2.4.6): where nobody did it, two of its intervals of a rate have no
# width, and leave out the rate that was seen.
#
# Expected: none in 10 hours is a rate of 0, and its 95 % interval begins there. Mid-P by hand: half
#   of exp(-10 r) is 0.025 at r = 0.2996, so 0 to 0.2996. The ratio of none to 5 in the same time is
#   0, and its interval begins at 0 as well (method "mover" of the same function: 0 to 0.94).
# Instead: the lower end is a copy of the upper one. Both functions return two numbers that differ
#   in the ninth digit, without a warning.
# Output seen: mid-P 0.2996 to 0.2996 (of one in 10 hours 0.0050 to 0.4932); ratio by score
#   0.7683 to 0.7683, by mover 0.0000 to 0.9373.
# Since: seen on 2026-11-29.
# For cohorts: "nobody engaged in forty hours" is what small campaigns end with. An interval from
#   0.30 to 0.30 an hour says that three in ten hours are certain, where none was seen.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" statsmodels==0.15.0 numpy==2.4.6 pandas==2.3.3
seen=$(PYTHONPATH="$dir" python3 -W ignore - <<'PY'
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep
none = confint_poisson(0, 10, method="midp-c")
one = confint_poisson(1, 10, method="midp-c")
ratios = [confint_poisson_2indep(0, 10, 5, 10, compare="ratio", method=m) for m in ("score", "mover")]
print(" ".join("%.4f-%.4f" % pair for pair in (none, one, *ratios)))
PY
)
echo "$seen"
[ "$seen" = "0.2996-0.2996 0.0050-0.4932 0.7683-0.7683 0.0000-0.9373" ] ||
  { echo "changed: statsmodels' intervals of a rate of none differ"; exit 1; }
