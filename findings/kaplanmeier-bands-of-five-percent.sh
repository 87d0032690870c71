#!/usr/bin/env bash
# kaplanmeier 0.2.0 (PyPI; lifelines 0.30.3): the band of a curve of who stays has a twentieth of its confidence: of forty people past day 10, from 71
# to 72 %.
#
# Expected: plot(found, cii_alpha=0.05), the "confidence interval" of 0.05 by its documentation, draws that of 95 %, as alpha=0.05 is in lifelines,
#   on which it is built: of twenty who left one a day, and twenty seen just as long who did not, 0.53 to 0.83 past day 10.
# Instead: lifelines is asked for 1 - 0.05, so that the band is that of 5 %. With cii_alpha=0.95 it is that of 95 %. No warning.
# Output seen: plotted 0.05 0.71 to 0.72, 0.5 0.66 to 0.76, 0.95 0.53 to 0.83; lifelines 0.05 0.53 to 0.83.
# Since: seen on 2026-11-30.
# For cohorts: bands of two cohorts never overlap then, and each difference looks sure. Give it 0.95.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  kaplanmeier==0.2.0 lifelines==0.30.3 pandas==2.3.3 numpy==2.4.6 matplotlib==3.11.2 seaborn==0.13.2
cat > "$dir/run.py" <<'PY'
import matplotlib

matplotlib.use("Agg")
import kaplanmeier
import numpy
from lifelines import KaplanMeierFitter

days = numpy.array(list(range(1, 21)) * 2, float)
left = numpy.array([1] * 20 + [0] * 20)

def band(alpha):
    fitted = kaplanmeier.fit(days, left, numpy.array(["people"] * 40), verbose=0)
    _, axes = kaplanmeier.plot(fitted, cii_alpha=alpha, visible=False, verbose=0)
    corners = axes.collections[0].get_paths()[0].vertices
    # A step ends on day 11; what holds past day 10 is what is drawn on both days.
    on_10, on_11 = ({round(y, 4) for x, y in corners if x == day} for day in (10, 11))
    low, high = min(on_10 & on_11), max(on_10 & on_11)
    return f"{alpha} {low:.2f} to {high:.2f}"

low, high = KaplanMeierFitter().fit(days, left, alpha=0.05).confidence_interval_.loc[10]
print(f"plotted {band(0.05)}, {band(0.5)}, {band(0.95)}; lifelines 0.05 {low:.2f} to {high:.2f}")
PY
seen=$(PYTHONPATH="$dir" MPLCONFIGDIR="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "plotted 0.05 0.71 to 0.72, 0.5 0.66 to 0.76, 0.95 0.53 to 0.83; lifelines 0.05 0.53 to 0.83" ] ||
  { echo "changed: kaplanmeier draws another band"; exit 1; }
