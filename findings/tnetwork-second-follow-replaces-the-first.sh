#!/usr/bin/env bash
# tnetwork 1.2 (PyPI; networkx 3.6.1): whoever followed for five days of a week, left, and came again for one, followed for one day of it.
#
# Expected: to_DynGraphSN(slices=7) cuts follows with a beginning and an end into weeks; "the weight of nodes/edges correspond to their
#   presence time during the snapshot": of days 0 to 5 and 6 to 7 of the first week 6, as cumulated_graph((0, 7)) of the same network has it.
# Instead: of several stays within a slice the last one stands for all. One stay, in one slice or across several, is right. The weights of nodes are
#   made in the same way. No warning.
# Output seen: one stay 5, cumulated 5; two stays 1, cumulated 6; three stays 1, cumulated 5.
# Since: seen on 2026-11-30.
# For followers: who leaves and comes again is whom "team followback" is made of, and of just these the time is short, so that churners look
#   weaker than they are. Take cumulated_graph() for each week.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
install() { python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" "$@"; }
install networkx==3.6.1 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 matplotlib==3.11.2 scikit-learn==1.9.1 bokeh==3.9.2 progressbar2==4.6.0 \
  sortedcontainers==2.4.0 bidict==0.24.1
install --no-deps tnetwork==1.2
cat > "$dir/run.py" <<'PY'
import tnetwork

def told(*stays):
    network = tnetwork.DynGraphIG()
    network.add_interaction("bob", "brand", (0, 14))
    for stay in stays:
        network.add_interaction("ann", "brand", stay)
    week, whole = network.to_DynGraphSN(slices=7).snapshots(0), network.cumulated_graph((0, 7))
    return f"{week['ann']['brand']['weight']}, cumulated {whole['ann']['brand']['weight']}"

print(f"one stay {told((0, 5))}; two stays {told((0, 5), (6, 7))}; three stays {told((0, 3), (4, 5), (6, 7))}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" 2> "$dir/log" | tail -1)
echo "$seen"
[ "$seen" = "one stay 5, cumulated 5; two stays 1, cumulated 6; three stays 1, cumulated 5" ] ||
  { echo "changed: tnetwork adds up stays otherwise"; exit 1; }
