#!/usr/bin/env bash
# episia 0.1.3 (PyPI, without what it draws with; scipy 1.16.3): two thirds of all who left did so because they came by followback, by one of its functions, and
# half by another, of the same people.
#
# Expected: the fraction of all departures that would not be there, had followbackers left as seldom as others: of 100 followbackers 40 left, of 200 others
#   20. Of all 0.2 left, of others 0.1: half. By formula p(RR - 1) / (p(RR - 1) + 1), with p for the share of followbackers among all people, a third, or
#   q(RR - 1) / RR, with q for their share among those who left, two thirds. calculator's population_attributable_fraction(4, 1 / 3) has 0.5.
# Instead: attributable_fraction_population() of the table puts the q of the second formula into the first one, as its documentation says too. No warning.
# Output seen, table, calculator, by the shares who left, by the second formula: a third 0.667 0.500 0.500 0.500; where one in a hundred came so, and left four
#   times as often, 0.104 0.029 0.029 0.029.
# Since: seen on 2026-12-01.
# For cohorts: "how many fewer would have left" is what a route is judged by, and it is always above the truth where followback does harm. Take the difference
#   of all and of the others, by all.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 scipy==1.16.3
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" episia==0.1.3
cat > "$dir/run.py" <<'PY'
import sys
from unittest.mock import MagicMock

# What it draws with is not installed, and not used here.
sys.modules.update({name: MagicMock() for name in ("matplotlib", "matplotlib.pyplot")})
from episia.core import calculator
from episia.stats.contingency import Table2x2

def tell(left, others_left, stayed, others_stayed):
    followback, others = left + stayed, others_left + others_stayed
    people, ratio = followback + others, (left / followback) / (others_left / others)
    kind = next(one for one in vars(calculator).values() if hasattr(one, "population_attributable_fraction"))
    found = Table2x2(left, others_left, stayed, others_stayed).attributable_fraction_population()
    all_left = (left + others_left) / people
    by_shares = (all_left - others_left / others) / all_left
    by_leavers = left / (left + others_left) * (ratio - 1) / ratio
    return f"{found:.3f} {kind().population_attributable_fraction(ratio, followback / people):.3f} {by_shares:.3f} {by_leavers:.3f}"

print(f"a third {tell(40, 20, 60, 180)}; one in a hundred {tell(4, 99, 6, 891)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "a third 0.667 0.500 0.500 0.500; one in a hundred 0.104 0.029 0.029 0.029" ] || { echo "changed: episia takes another share"; exit 1; }
