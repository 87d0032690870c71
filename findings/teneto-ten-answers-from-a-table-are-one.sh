#!/usr/bin/env bash
# teneto 0.5.3 (PyPI, without what it needs for pictures of brains): ten answers are one, if they come in a table, and ten if they come in a list.
#
# Expected: TemporalNetwork(from_df=table) takes an "input data frame with i,j,t,[weight] columns", so the weights as well, as from_edgelist does with
#   rows of four. Of ann, who answers bob ten times, and cat once, the strength is 11. A network that is said to be weighted keeps its weights, or it
#   fails.
# Instead: the column is left out, before anything else, also with nettype="wd", where the network says of itself that it is weighted. No warning.
# Output seen: list wd strength 11; table bd strength 2; said to be weighted wd, columns i j t.
# Since: seen on 2026-11-30.
# For circles: whoever answers once a day is as close as who answers once a year on the same days, and backbones and strengths by number are those of
#   days. Give it a list.
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
import pandas
from teneto import TemporalNetwork
from teneto.networkmeasures import temporal_degree_centrality

rows = [[0, 1, 0, 10], [0, 2, 1, 1], [1, 2, 1, 5]]
table = pandas.DataFrame(rows, columns=["i", "j", "t", "weight"])

def tell(network):
    return f"{network.nettype} strength {temporal_degree_centrality(network)[0]:.0f}"

said = TemporalNetwork(from_df=table, nettype="wd")
listed, tabled = TemporalNetwork(from_edgelist=rows), TemporalNetwork(from_df=table)
print(f"list {tell(listed)}; table {tell(tabled)}; said to be weighted {said.nettype}, columns {' '.join(said.network.columns)}")
PY
seen=$(PYTHONPATH="$dir" MPLCONFIGDIR="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "list wd strength 11; table bd strength 2; said to be weighted wd, columns i j t" ] || { echo "changed: teneto reads tables otherwise"; exit 1; }
