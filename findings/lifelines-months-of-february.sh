#!/usr/bin/env bash
# lifelines 0.30.3 (numpy 2.4.6): from 1 February to 1 March are 0 months.
#
# Expected: datetimes_to_durations(..., freq="M") counts months of the calendar, or refuses.
#   1 January to 1 February and 1 February to 1 March are one month each.
# Instead: it divides by the length of an average month (30.44 days) and drops the rest, so a
#   whole February is no month, and 1 January to 1 March (59 days) is one. 1 July to 1 September
#   (62 days) is two.
# Output seen: 1 0 1 2.
# Since: seen on 2026-11-28.
# For cohorts: those who followed on 1 February and left on 1 March land in month 0, those who
#   did the same a month earlier in month 1. Curves of monthly cohorts differ by the length of
#   the month alone. Count days, and turn them into months by the calendar.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" lifelines==0.30.3 numpy==2.4.6 pandas==2.3.3
seen=$(PYTHONPATH="$dir" python3 -W ignore - <<'PY'
from lifelines.utils import datetimes_to_durations
came = ["2026-01-01", "2026-02-01", "2026-01-01", "2026-07-01"]
left = ["2026-02-01", "2026-03-01", "2026-03-01", "2026-09-01"]
months, _ = datetimes_to_durations(came, left, freq="M")
print(*(int(m) for m in months))
PY
)
echo "$seen"
[ "$seen" = "1 0 1 2" ] || { echo "changed: lifelines counts months otherwise"; exit 1; }
