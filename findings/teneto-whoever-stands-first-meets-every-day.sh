#!/usr/bin/env bash
# teneto 0.5.3 (PyPI, without what it needs for pictures of brains): asked whom Ann met on the third day, it gives all days of Ann, and of Cat the
# third one; so Ann reaches Bob at once, whom she met once, long ago.
#
# Expected: get_network_when(ij=who, t=day) has the ties of that day, on whichever side the person stands: "get nodes for column i or j (logic and can
#   still persist for t)". Ann met bob on day 0 and cat on day 1, and bob met cat on day 2: on day 2 Ann met nobody. From day 2 on there is no way from
#   Ann to bob, as there is none from bob to Ann.
# Instead: the day counts for the second column alone. shortest_temporal_path() asks so, and with it closeness, betweenness and efficiency of networks
#   without directions: whoever has the smaller number is with everybody on all days, and ways go in one direction. No warning.
# Output seen: day 2 of ann ann-bob ann-cat, of bob bob-cat, of cat bob-cat; from day 2 ann to bob 1, bob to ann nan; directed ann to bob nan.
# Since: seen on 2026-11-30.
# For circles: numbers are given in the order in which people came, so the oldest followers reach all, and whatever comes to an end does not end for
#   them.
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
from teneto import TemporalNetwork
from teneto.networkmeasures import shortest_temporal_path

people = ["ann", "bob", "cat"]
met = [[0, 1, 0], [0, 2, 1], [1, 2, 2]]
network = TemporalNetwork(from_edgelist=met, nettype="bu")

def on_day_2(who):
    return " ".join(f"{people[one]}-{people[other]}" for one, other in network.get_network_when(ij=who, t=2)[["i", "j"]].values)

def way(ties, one, other):
    paths = shortest_temporal_path(ties)
    return f"{paths[(paths['from'] == one) & (paths['to'] == other) & (paths['t_start'] == 2)]['temporal-distance'].item():.0f}"

days = ", of ".join(f"{name} {on_day_2(who)}" for who, name in enumerate(people))
directed = TemporalNetwork(from_edgelist=met, nettype="bd")
print(f"day 2 of {days}; from day 2 ann to bob {way(network, 0, 1)}, bob to ann {way(network, 1, 0)}; directed ann to bob {way(directed, 0, 1)}")
PY
seen=$(PYTHONPATH="$dir" MPLCONFIGDIR="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
days="day 2 of ann ann-bob ann-cat, of bob bob-cat, of cat bob-cat"
[ "$seen" = "$days; from day 2 ann to bob 1, bob to ann nan; directed ann to bob nan" ] || { echo "changed: teneto asks for days otherwise"; exit 1; }
