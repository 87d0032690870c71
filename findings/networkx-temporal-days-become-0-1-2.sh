#!/usr/bin/env bash
# networkx-temporal 1.4.4 (PyPI; networkx 3.6.1, pandas 2.3.3): follows seen on the days 0, 7 and 28 come back as of the days 0, 1 and 2,
# and a day on which nobody followed is no day.
#
# Expected: from_events() takes triples of who, whom and when, and to_events() gives "the source node, target node, and time
#   attribute": what went in comes out, as in its example, whose times are 0, 1, 2 and 3. The times stand on the edges.
# Instead: the time that comes out is the place in the order of slices, and only times with a follow have one. Of arrivals and
#   departures (1 and -1) a departure is told at the next slice there is, or not at all. No error, no warning.
# Output seen: 0 7 28 are 0 1 2; followed 0 to 2 and again from 4: in 0 2 4, out 0 and 2, in as slices 3 of 5 days; on the edges 0 7 28.
# Since: seen on 2026-11-30.
# For cohorts: days become looks: someone who stayed for four weeks stayed for one step, as did someone who stayed for a week, and two
#   graphs of different looks are put together wrongly. Read the days from the edges ("time"), or the index of the graph.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkx-temporal==1.4.4 networkx==3.6.1 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
cat > "$dir/run.py" <<'PY'
import networkx_temporal

def back(events, **options):
    graph = networkx_temporal.from_events(events, directed=True, as_view=False)
    return graph, sorted(graph.to_events(**options), key=lambda event: event[2:])

looks = [("ann", "brand", 0), ("bob", "brand", 7), ("cat", "brand", 28)]
graph, told = back(looks)
days = [edge[-1] for part in graph for edge in part.edges(data="time")]
spells = [("ann", "brand", 0, 1), ("ann", "brand", 2, -1), ("ann", "brand", 4, 1)]
other, changes = back(spells, delta="int")
print(f"in {[event[2] for event in looks]} out {[event[2] for event in told]} on the edges {days};", end=" ")
print(f"in {[event[2:] for event in spells]} out {[event[2:] for event in changes]} of {len(other)} slices")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "in [0, 7, 28] out [0, 1, 2] on the edges [0, 7, 28]; in [(0, 1), (2, -1), (4, 1)] out [(0, 1)] of 3 slices" ] ||
  { echo "changed: networkx-temporal tells other days"; exit 1; }
