#!/usr/bin/env bash
# lifelines 0.30.3 (numpy 2.4.6): the event table counts people at risk whom the curve leaves out.
#
# Expected: the column at_risk of event_table is the number that the Kaplan-Meier curve divides
#   by, so that 1 - observed / at_risk gives each step of the curve.
# Instead: where someone comes under observation on the day on which another leaves, the curve
#   leaves the newcomer out (as it should), but at_risk counts the newcomer in.
# Output seen: curve at day 7: 0.5, table at day 7: 1 of 10, which would be 0.9.
# Since: seen on 2026-11-28.
# For cohorts: with weekly snapshots newcomers and leavers share the same days, so this is the
#   usual case for followers who were already there when watching began. Here two followers are
#   watched from day 0, one leaves on day 7, and eight come under watch on day 7. A table of
#   numbers at risk printed below the curve does not belong to that curve.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" lifelines==0.30.3 numpy==2.4.6 pandas==2.3.3
seen=$(PYTHONPATH="$dir" python3 -W ignore - <<'PY'
from lifelines import KaplanMeierFitter
fit = KaplanMeierFitter().fit([7, 21] + [21] * 8, [1, 0] + [0] * 8, entry=[0, 0] + [7] * 8)
row = fit.event_table.loc[7]
print("curve %.1f, table %d of %d" % (fit.predict(7), row["observed"], row["at_risk"]))
PY
)
echo "$seen"
[ "$seen" = "curve 0.5, table 1 of 10" ] || { echo "changed: lifelines' table or curve differs"; exit 1; }
