#!/usr/bin/env bash
# teneto 0.5.3 (PyPI, without what it needs for pictures of brains): who follows is who is followed, once a quarter of all possible follows are there.
#
# Expected: temporal_degree_centrality(follows) has, for axis 0, "only relevant for directed networks", "node i has Aijt summed over j and t": how many
#   each one follows. Of a brand whom four people follow, one of whom follows the other three as well, the brand follows nobody, and they 4, 1, 1 and 1.
# Instead: an array of which more than a quarter is not 0 is kept as it is, and summed over the other side: that of who is followed. Up to a quarter it
#   becomes a table, of which all is right. The same follows on two days, of which one has none, are right again. No warning.
# Output seen: 24 % of all 0 3 1 1 1, 28 % 4 0 1 1 1, axis 1 of it 0 4 1 1 1; with an empty day 0 4 1 1 1; numpy 0 4 1 1 1.
# Since: seen on 2026-11-30.
# For circles: the close ones, where most know each other, are turned round, and large ones are not. Give it TemporalNetwork(from_array=follows,
#   forcesparse=True).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  numpy==1.24.4 pandas==2.0.3 scipy==1.9.3 networkx==3.2.1 matplotlib==3.8.4
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" teneto==0.5.3
cat > "$dir/run.py" <<'PY'
import sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

# What it imports for pictures of brains is not installed, and not used here.
class Absent:
    def find_spec(self, name, path=None, target=None):
        absent = ("bids", "nilearn", "templateflow", "community", "statsmodels", "skopt")
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in absent else None

    def create_module(self, spec):
        return MagicMock(__path__=[])

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Absent())
import numpy
from teneto.networkmeasures import temporal_degree_centrality

def follows(more):
    days = numpy.zeros((5, 5, 1))
    days[1:, 0, 0] = 1
    for whom in more:
        days[1, whom, 0] = 1
    return days

def tell(found):
    return " ".join(f"{count:.0f}" for count in found)

few, many = follows([2, 3]), follows([2, 3, 4])
print(
    f"{few.mean():.0%} of all {tell(temporal_degree_centrality(few))},".replace("%", " %"),
    f"{many.mean():.0%} {tell(temporal_degree_centrality(many))},".replace("%", " %"),
    f"axis 1 of it {tell(temporal_degree_centrality(many, axis=1))};",
    f"with an empty day {tell(temporal_degree_centrality(numpy.concatenate([many, 0 * many], axis=2)))};",
    f"numpy {tell(many.sum(axis=(1, 2)))}",
)
PY
seen=$(PYTHONPATH="$dir" MPLCONFIGDIR="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "24 % of all 0 3 1 1 1, 28 % 4 0 1 1 1, axis 1 of it 0 4 1 1 1; with an empty day 0 4 1 1 1; numpy 0 4 1 1 1" ] ||
  { echo "changed: teneto sums follows otherwise"; exit 1; }
