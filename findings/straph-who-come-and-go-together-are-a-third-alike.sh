#!/usr/bin/env bash
# straph 0.3 (PyPI, without what it draws with): two who come and go on just the same days are alike by a third, if they came twice, and by a seventh, if
# they came four times; once, they are alike.
#
# Expected: the uniformity of a stream is the time that both of a pair were there by the time that either was, over all pairs: 1 for two who came from day
#   0 to 2 and from 8 to 10, and 0.95 for one of ten days and one who was away for half a day of them.
# Instead: each stay of the one is put beside each stay of the other, and the time of either is added up for each such couple of stays: with two stays each
#   it is 12 days in place of 4. The time of both is right. No warning.
# Output seen: once 1.00, twice 0.33, four times 0.14, half a day away 0.47, both there 4 4 4 9.5 days, either 4 12 28 20.
# Since: seen on 2026-12-01.
# For cohorts: whoever follows, leaves and comes again makes any group look less alike, and whoever stays makes it look alike: it measures how often
#   people return. Merge the stays of both first, and divide the times.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 networkx==3.6.1
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" straph==0.3
cat > "$dir/run.py" <<'PY'
import sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

# What it draws with, and runs in parallel with, is not installed, and not used here.
class Absent:
    def find_spec(self, name, path=None, target=None):
        absent = ("matplotlib", "seaborn", "joblib", "psutil", "msgpack", "dpkt", "networkit", "sortedcollections", "tqdm", "scipy", "sklearn")
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in absent else None

    def create_module(self, spec):
        return MagicMock(__path__=[])

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Absent())
from straph.stream import stream_graph_from_events_list

def stream(ann, bob):
    stays = [(2, start, end, person) for person, spells in (("ann", ann), ("bob", bob)) for start, end in spells]
    return stream_graph_from_events_list([*stays, (1, *ann[0], "ann", "bob")])

streams = {
    "once": stream([(0, 4)], [(0, 4)]),
    "twice": stream([(0, 2), (8, 10)], [(0, 2), (8, 10)]),
    "four times": stream(*[[(0, 1), (2, 3), (4, 5), (6, 7)]] * 2),
    "half a day away": stream([(0, 10)], [(0, 5), (5.5, 10)]),
}
print(", ".join(f"{name} {one.uniformity():.2f}" for name, one in streams.items()), end="; ")
print("both", *(f"{one._get_sum_intersection():g}" for one in streams.values()), "either", *(f"{one._get_sum_union():g}" for one in streams.values()))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "once 1.00, twice 0.33, four times 0.14, half a day away 0.47; both 4 4 4 9.5 either 4 12 28 20" ] ||
  { echo "changed: straph compares stays otherwise"; exit 1; }
