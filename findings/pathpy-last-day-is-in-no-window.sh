#!/usr/bin/env bash
# pathpy2 2.2.0 (PyPI, imported as pathpy): who followed on the last day is in no window, whatever its width, and a week of seven days has no window.
#
# Expected: RollingTimeWindow(follows, 7) on follows of the days 1 to 7 is one network of seven followers; with a width of 3 there are five, of which
#   the last has days 5 to 7, as in pandas' rolling(3) of seven rows.
# Instead: windows end before their last day, [5, 8) being told as 5 to 8, and one that ends after the last day seen, as 8 does, is left out: no window
#   has that day. No warning; "time window starting at {0} and ending at {1}" is what the documentation prints.
# Output seen: width 1 days 1 to 6, width 3 days 1 to 6 in 4 windows, width 7 none in 0; pandas 5 windows; network of all 7 followers.
# Since: seen on 2026-11-30.
# For cohorts: the newest day is what one looks at first; with windows of a month, and steps of a month, up to a month is missing. Add a tie after the
#   last day.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pathpy2==2.2.0 numpy==1.26.4 scipy==1.10.1 pandas==2.3.3
cat > "$dir/run.py" <<'PY'
import pandas
import pathpy

pathpy.utils.Log.set_min_severity(pathpy.utils.Severity.ERROR)
days = range(1, 8)
follows = pathpy.TemporalNetwork([(f"day{day}", "brand", day) for day in days])

def windows(width):
    return [{int(who[3:]) for who in network.nodes if who != "brand"} for network in pathpy.RollingTimeWindow(follows, width)]

def tell(width):
    seen = sorted(set().union(*windows(width)))
    return f"days {seen[0]} to {seen[-1]}" if seen else "none"

full = int(pandas.Series(days).rolling(3).sum().notna().sum())
everybody = len(pathpy.Network.from_temporal_network(follows).nodes) - 1
print(
    f"width 1 {tell(1)}, width 3 {tell(3)} in {len(windows(3))} windows, width 7 {tell(7)} in {len(windows(7))};",
    f"pandas {full} windows; network of all {everybody} followers",
)
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
widths="width 1 days 1 to 6, width 3 days 1 to 6 in 4 windows, width 7 none in 0"
[ "$seen" = "$widths; pandas 5 windows; network of all 7 followers" ] || { echo "changed: pathpy has other windows"; exit 1; }
