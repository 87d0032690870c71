#!/usr/bin/env bash
# survival 2.0.0 (PyPI, a library in Rust after R's package; numpy 2.4.6): of four who leave on the days 1, 2, 3 and 4 the mean stay is 1.1 days, and whoever
# has stayed for two and a half days has fewer days to come than whoever has stayed for three.
#
# Expected: mean_residual_life(time, surv, at_time) is the area below the curve from then on, by the share who are left: of the steps 0.75, 0.5, 0.25
#   and 0 from the days 1, 2, 3 and 4 on, the mean of the stays, 2.5, at day 0; at 2 the mean of what is left of two people, 1 and 2 days, 1.5; at 2.5
#   1, and at 3 1.
# Instead: the area is taken between the points alone, by straight lines, so that what lies before the first day on which somebody left, and between the
#   day asked for and the next such day, is left out. No error, no warning.
# Output seen, at 0, 2, 2.5 and 3: told 1.125 1.000 0.250 0.500, by hand 2.500 1.500 1.000 1.000.
# Since: seen on 2026-11-30.
# For followers: a list read once a week has long steps, and each answer is too small by up to a week, before the first leaver by all the time until
#   then. Add up the steps: share times days.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  survival==2.0.0 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
from survival.reliability_tools import mean_residual_life

days, left = [1.0, 2.0, 3.0, 4.0], [0.75, 0.5, 0.25, 0.0]
asked = (0.0, 2.0, 2.5, 3.0)

def by_hand(day):
    still = [stay - day for stay in days if stay > day]
    return sum(still) / len(still)

told = " ".join(f"{mean_residual_life(days, left, day):.3f}" for day in asked)
print(f"told {told}, by hand", " ".join(f"{by_hand(day):.3f}" for day in asked))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "told 1.125 1.000 0.250 0.500, by hand 2.500 1.500 1.000 1.000" ] || { echo "changed: survival tells the days to come otherwise"; exit 1; }
