#!/usr/bin/env bash
# lifetimes 0.11.3 (PyPI; pandas 2.3.3): who comes every day came on 29 of 30 days up to the end of January, and on 8 of 7 days after it.
#
# Expected: calibration_period_end is "a period to limit the calibration to, inclusive", and days are what is counted: up to "2026-01-31" somebody who
#   came at three o'clock on each day since 1 January has a frequency of 30, after the first, as summary_data_from_transaction_data() of the
#   package has it with the same end; and seven days of February are seven.
# Instead: the end is its midnight, so that what came later on its last day belongs to what follows, while T and duration_holdout are counted by
#   days. The end of the observation loses its last day likewise, if it is a date. What came at midnight is right. No warning.
# Output seen: summary 30 of 30; calibration 29 of 30, holdout 8 of 7; from midnights 30 of 30, 7 of 7.
# Since: seen on 2026-11-30.
# For cohorts: a model is fitted on a day in which nobody came, and is measured against a day too many: it expects too little, and too little of that.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  lifetimes==0.11.3 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
cat > "$dir/run.py" <<'PY'
import pandas
from lifetimes.utils import calibration_and_holdout_data, summary_data_from_transaction_data

def visits(hour):
    return pandas.DataFrame({"id": "ann", "date": pandas.date_range(f"2026-01-01 {hour}", f"2026-02-07 {hour}")})

def split(hour):
    found = calibration_and_holdout_data(visits(hour), "id", "date", "2026-01-31", observation_period_end="2026-02-07 23:59").loc["ann"]
    return [f"{found[part]:.0f} of {found[whole]:.0f}" for part, whole in (("frequency_cal", "T_cal"), ("frequency_holdout", "duration_holdout"))]

whole = summary_data_from_transaction_data(visits("15:00"), "id", "date", observation_period_end="2026-01-31").loc["ann"]
calibration, holdout = split("15:00")
print(
    f"summary {whole['frequency']:.0f} of {whole['T']:.0f}; calibration {calibration}, holdout {holdout};",
    f"from midnights {', '.join(split('00:00'))}",
)
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "summary 30 of 30; calibration 29 of 30, holdout 8 of 7; from midnights 30 of 30, 7 of 7" ] ||
  { echo "changed: lifetimes splits days otherwise"; exit 1; }
