#!/usr/bin/env bash
# distinctiveness 0.14.6 (PyPI; networkx 3.6.1): "Loops will be ignored", it says, and counts them: whoever answers their own posts is the most distinct
# of all, and a link to them is worth less for everybody else.
#
# Expected: what it prints, and what its comments say, "Remove Loops": with and without ten answers of the brand to itself, who follows whom
#   being the same, the five measures are the same.
# Instead: the loops are looked for by a generator, which the question whether there are any has used up, so that none is left to be removed. The
#   warning comes nevertheless.
# Output seen: without brand 3.0 ann 1.0; with brand 12.1 ann 0.1, said that they are ignored True; removed first brand 3.0 ann 1.0.
# Since: seen on 2026-11-30.
# For circles: a brand that adds to its own threads stands above everybody by that alone, and those who reach only people with threads of their own
#   are nobody. Take the loops out before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  distinctiveness==0.14.6 networkx==3.6.1 numpy==2.4.6 pandas==2.3.3
cat > "$dir/run.py" <<'PY'
from contextlib import redirect_stdout
from io import StringIO

import networkx as nx
from distinctiveness.dc import distinctiveness

follows = [("ann", "brand"), ("bob", "brand"), ("cat", "brand"), ("brand", "ann")]

def told(network):
    said = StringIO()
    with redirect_stdout(said):
        incoming = distinctiveness(network, measures=["D4"])["D4_in"]
    return f"brand {incoming['brand']:.1f} ann {incoming['ann']:.1f}", "Loops will be ignored" in said.getvalue()

network = nx.DiGraph()
network.add_edges_from(follows, weight=1)
without, _ = told(network)
network.add_edge("brand", "brand", weight=10)
given, said = told(network)
network.remove_edges_from(list(nx.selfloop_edges(network)))
print(f"without {without}; with {given}, said that they are ignored {said}; removed first {told(network)[0]}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "without brand 3.0 ann 1.0; with brand 12.1 ann 0.1, said that they are ignored True; removed first brand 3.0 ann 1.0" ] ||
  { echo "changed: distinctiveness counts loops otherwise"; exit 1; }
