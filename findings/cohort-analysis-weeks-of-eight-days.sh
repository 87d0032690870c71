#!/usr/bin/env bash
# cohort-analysis 0.1.2 (PyPI; pandas 1.5.3): of two people, who came back by turns, one a week, both were active in one week; its weeks have eight
# days.
#
# Expected: rolling_wau() counts who was active in the N days that end with a day, "for WAU, N=7. For MAU, N=28. For QAU, N=91", which are multiples
#   of 7, as its documentation explains, so that a week's cycle does not show. Of ann, active on Monday the 5th, and bob, on Monday the 12th, no seven
#   days hold both, and each holds one: 50 % every day, as pandas' rolling("7D") has it.
# Instead: N is taken from the last day, which counts as well: windows have 8, 29 and 92 days. No warning.
# Output seen: week of the 5th 50, 11th 50, 12th 100, 13th 50; ann's one day is in 8 weeks, 29 months and 92 quarters; pandas 1 1 1 1 of 2.
# Since: seen on 2026-11-30.
# For cohorts: who posts on Mondays is active on Mondays in two weeks at once, and a day's figure is above that of its neighbours: the cycle that the
#   numbers were chosen against.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  cohort-analysis==0.1.2 pandas==1.5.3 numpy==1.26.4 pandas-flavor==0.6.0
cat > "$dir/run.py" <<'PY'
import pandas
from cohort_analysis import CohortMetrics

people = pandas.DataFrame({"user_id": ["ann", "bob"], "reference_timestamp": "2026-01-01"})

def acts(*rows):
    return pandas.DataFrame(rows, columns=["user_id", "timestamp"])

turns = acts(("ann", "2026-01-05 12:00"), ("bob", "2026-01-12 12:00"), ("ann", "2026-01-19 12:00"))
week = CohortMetrics(turns, people).rolling_wau()["wau"]
told = ", ".join(f"{day}th {week[f'2026-01-{day:02}'].item():.0f}" for day in (5, 11, 12, 13))

# One act of ann, and one of bob long after, so that all windows that hold hers end in between.
once = CohortMetrics(acts(("ann", "2026-01-05 12:00"), ("bob", "2026-06-30 12:00")), people)
windows = [int((ask()["n_active"][:-1] > 0).sum()) for ask in (once.rolling_wau, once.rolling_mau, once.rolling_qau)]

each = turns.assign(day=pandas.to_datetime(turns["timestamp"]).dt.normalize(), one=1).pivot_table(index="day", columns="user_id", values="one")
daily = each.reindex(pandas.date_range("2026-01-05", "2026-01-19")).fillna(0).rolling("7D").max().sum(axis=1)
seven = " ".join(f"{daily[f'2026-01-{day:02}']:.0f}" for day in (5, 11, 12, 13))
print(f"week of the {told}; ann's one day is in {windows[0]} weeks, {windows[1]} months and {windows[2]} quarters; pandas {seven} of 2")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
weeks="week of the 5th 50, 11th 50, 12th 100, 13th 50"
[ "$seen" = "$weeks; ann's one day is in 8 weeks, 29 months and 92 quarters; pandas 1 1 1 1 of 2" ] ||
  { echo "changed: cohort-analysis has other windows"; exit 1; }
