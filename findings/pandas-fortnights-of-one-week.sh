#!/usr/bin/env bash
# pandas 3.1.1 (PyPI, numpy 2.4.6): cohorts of two weeks by to_period("2W") are cohorts of one week that say they last two.
#
# Expected: 28 days, of which two people followed on each, are two or three fortnights, as resample("2W") and Grouper make
#   of them; each day lies in one of them; a cohort has the people who came between its start and its end.
# Instead: every week is a cohort of its own, and has the length of two: the first ends on 18 January while the
#   second begins on 12 January. "3M" makes a cohort of each month in the same way, where "Q" makes quarters.
#   No error. The text of a period shows one week for a period of two.
# Output seen: cohorts 14+14+14+14, whose days hold 98 people, of 56; resample 14+28+14; "3M" makes 12 of a year, "Q" 4.
# Since: seen on 2026-11-30.
# For cohorts: to_period is how cohort tables are made in pandas. Rates such as followers a day, with the length of
#   the period below the line, are half of what they were, and those who came in the second week are missing.
#   Number the weeks and halve, or use Grouper.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" pandas==3.1.1 numpy==2.4.6
seen=$(PYTHONPATH="$dir" python3 - <<'PY'
import pandas as pd

days = pd.Series(pd.date_range("2026-01-05", periods=28).repeat(2))  # a Monday, and four whole weeks
cohorts = days.groupby(days.dt.to_period("2W")).size()
covered = sum(days.between(cohort.start_time, cohort.end_time).sum() for cohort in cohorts.index)
first, second = cohorts.index[:2]
months = pd.Series(pd.date_range("2026-01-01", periods=12, freq="MS"))
print(f"cohorts {'+'.join(map(str, cohorts))}, covered {covered} of {len(days)}, first ends {first.end_time.date()}, "
      f"second begins {second.start_time.date()}, resample {'+'.join(map(str, days.groupby(days).size().resample('2W').sum()))}, "
      f"3M {months.dt.to_period('3M').nunique()}, Q {months.dt.to_period('Q').nunique()}")
PY
)
echo "$seen"
[ "$seen" = "cohorts 14+14+14+14, covered 98 of 56, first ends 2026-01-18, second begins 2026-01-12, resample 14+28+14, 3M 12, Q 4" ] ||
  { echo "changed: periods of two weeks are made otherwise"; exit 1; }
