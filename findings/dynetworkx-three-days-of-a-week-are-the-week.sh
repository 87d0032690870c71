#!/usr/bin/env bash
# dynetworkx 0.4.2 (PyPI; networkx 3.6.1): who followed for three days of the last week followed for all of it, and in a week of which nothing is known
# people follow as in the one before.
#
# Expected: add_edges_from(start=7, end=10): "if changes occur within a snapshot", the snapshot is split, as it is where the start lies within one:
#   there is one from 7 to 10 with bob, and one from 10 to 14 without. Of weeks that begin on the days 0 and 21, get(start=10, end=14), "start timestamp,
#   inclusive; end timestamp, exclusive", has nothing.
# Instead: the end is looked for in the snapshot behind the one in which it lies. In the last one it is not found, and the follow holds for the whole
#   week. (Where another week follows, it fails.) A gap is given the snapshot before it, which had ended. No warning.
# Output seen: bob from 7 to 10: 0 to 7 ann, 7 to 14 bob cat; from 3 to 7: 0 to 3 ann, 3 to 7 ann bob, 7 to 7 cat, 7 to 14 cat; gap ann;
#   afterwards, days 21 to 28, dan.
# Since: seen on 2026-12-01.
# For cohorts: the last week is the one that is added to, and its leavers stay to its end; lists that were not read for a fortnight are filled with
#   the last list before, as if nobody had left. Cut snapshots yourself, and look at the intervals of get().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkx==3.6.1 numpy==1.26.4 sortedcontainers==2.4.0
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" dynetworkx==0.4.2
cat > "$dir/run.py" <<'PY'
import sys
from unittest.mock import MagicMock

# It is used for the speed of other questions alone.
sys.modules.update({name: MagicMock() for name in ("sklearn", "sklearn.linear_model", "sklearn.preprocessing", "sklearn.pipeline")})
from dynetworkx import SnapshotGraph

def follows(*lists):
    graph = SnapshotGraph()
    for start, end, person in lists:
        graph.add_snapshot([(person, "brand")], start=start, end=end)
    return graph

def intervals(graph):
    return ", ".join(f"{start} to {end} {' '.join(sorted(set(one) - {'brand'}))}" for (start, end), one in graph.snapshots.items())

def people(graph, start, end):
    return " ".join(sorted(name for one in graph.get(start=start, end=end) for name in one if name != "brand"))

weeks = [(0, 7, "ann"), (7, 14, "cat")]
until = follows(*weeks)
until.add_edges_from([("bob", "brand")], start=7, end=10)
gap = follows((0, 7, "ann"), (21, 28, "dan"))
first = follows(*weeks)
first.add_edges_from([("bob", "brand")], start=3, end=7)
print(f"bob from 7 to 10: {intervals(until)}; from 3 to 7: {intervals(first)}; gap {people(gap, 10, 14)}; afterwards {people(gap, 21, 28)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "bob from 7 to 10: 0 to 7 ann, 7 to 14 bob cat; from 3 to 7: 0 to 3 ann, 3 to 7 ann bob, 7 to 7 cat, 7 to 14 cat; gap ann; afterwards dan" ] ||
  { echo "changed: dynetworkx cuts snapshots otherwise"; exit 1; }
