#!/usr/bin/env bash
# SurvivalPy 1.0.2 (PyPI, imported as survivalpy; scipy 1.17.1): of ten people half are left after one left, if eight others were last seen on that day.
#
# Expected: who is last seen on the day on which somebody leaves was there to leave, as Kaplan and Meier have it, and as R and lifelines do: one of ten
#   left, so that nine tenths stay. The log-rank test of the package has it so as well.
# Instead: Analyzer takes away, before it counts who is there, all who were last seen since somebody left before, and those of the very day as well:
#   one of two left. The documentation says nothing of it. No warning.
# Output seen: one of ten left on day 5, eight last seen on day 4.9: 0.50, on day 5: 0.50, on day 5.1: 0.90; expected to leave by the log-rank test,
#   last seen on day 5: 0.10.
# Since: seen on 2026-11-30.
# For cohorts: days are whole, and one list is the last look at many: whoever came last and stays is not there. Add a little to days of those who stay.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  SurvivalPy==1.0.2 scipy==1.17.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
from survivalpy.logrank import LogRankTest
from survivalpy.survival import Analyzer, Datum

def curve(last_seen):
    # One left on day 5, eight were last seen then, and one was seen until day 10.
    return Analyzer([Datum(5, False)] + [Datum(last_seen, True)] * 8 + [Datum(10, True)]).compute()

# The test sums (observed - expected)² / expected of two groups: of one person of ten, who left, and the nine others, who are expected to lose 9 tenths.
one = Analyzer([Datum(5, False)]).compute()
others = Analyzer([Datum(5, True)] * 8 + [Datum(10, True)]).compute()
found = LogRankTest([one, others]).compute()["chiSquared"]
expected = next(share / 100 for share in range(1, 100) if abs((1 - share / 100) ** 2 / (share / 100) + (1 - share / 100) - found) < 1e-9)
stay = ", ".join(f"on day {day:g}: {curve(day)[-1].cumulative:.2f}" for day in (4.9, 5, 5.1))
print(f"one of ten left on day 5, eight last seen {stay}; expected to leave by the log-rank test, last seen on day 5: {expected:.2f}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
stay="on day 4.9: 0.50, on day 5: 0.50, on day 5.1: 0.90"
[ "$seen" = "one of ten left on day 5, eight last seen $stay; expected to leave by the log-rank test, last seen on day 5: 0.10" ] ||
  { echo "changed: SurvivalPy counts others as there"; exit 1; }
