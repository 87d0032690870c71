#!/usr/bin/env bash
# dynetx 0.3.2 (PyPI; networkx 3.6.1): a slice of a network loses its last day, and a slice of one day is empty.
#
# Expected: time_slice(t_from, t_to) is the network "in [t_from, t_to]", both included, as in the example of its
#   documentation; time_slice(t) that of one day. Ann and Bob are connected on the days 1 to 7.
# Instead: the last day is handed over as the day on which it ends, which is no longer in it. From 1 to 7 they are connected until
#   6, from 2 to 5 until 4, on day 3 never, though interactions() of that slice lists them, from 3 to 2, and both are
#   in it. From 0 to 9 it is until 6. No error.
# Output seen: whole 1-7; 1 to 7: 1-6; 2 to 5: 2-4; 0 to 9: 1-6; day 3: none, snapshots 0, listed [[3, 2]].
# Since: seen on 2026-11-30.
# For cohorts: month by month there is nobody connected with anybody, and in slices of a quarter a third is missing. Ask the
#   whole network: has_interaction(u, v, t), interactions(t=t).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" dynetx==0.3.2 networkx==3.6.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import dynetx

graph = dynetx.DynGraph()
graph.add_interaction("ann", "bob", t=1, e=8)  # e is the first day without it

def days(part):
    there = [day for day in range(12) if part.has_interaction("ann", "bob", day)]
    return f"{there[0]}-{there[-1]}" if there else "none"

print(f"whole {days(graph)}", *(f"{one} to {other}: {days(graph.time_slice(one, other))}" for one, other in ((1, 7), (2, 5), (0, 9))), sep="; ", end="; ")
day = graph.time_slice(3)
print(f"day 3: {days(day)}, snapshots {len(day.temporal_snapshots_ids())}, listed {day.interactions()[0][2]['t']}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "whole 1-7; 1 to 7: 1-6; 2 to 5: 2-4; 0 to 9: 1-6; day 3: none, snapshots 0, listed [[3, 2]]" ] ||
  { echo "changed: dynetx slices otherwise"; exit 1; }
