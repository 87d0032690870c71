#!/usr/bin/env bash
# pyvis 0.3.2 (PyPI; networkx 3.6.1): once a network has been drawn, its ties have no weights any more, in networkx, and everybody has a
# size; drawn again, all lines are equally thick.
#
# Expected: Network.from_nx(graph) makes a drawing of a graph, which stays as it was, and edge_weight_transf says how thick a line is for a
#   weight: of 100 answers and 1 by math.sqrt 10 and 1.
# Instead: "weight" is taken out of the graph itself and "width" put in; what math.sqrt gave is written over by the weight. The second
#   drawing finds no weights and takes 1. node_size_transf is put upon a person's size in the graph once for each tie. It says "this
#   operation is done in place" after speaking of the drawing. No warning.
# Output seen: widths 100 1, again 1 1; answers of ann 101 before, 2 after; sizes of 10 doubled ann 40 bob 20 cat 20.
# Since: seen on 2026-11-30.
# For circles: a look at the network between two steps turns weighted ranks and circles into those of any contact, without an error:
#   networkx takes a tie without a weight for 1. Draw graph.copy().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pyvis==0.3.2 networkx==3.6.1
cat > "$dir/run.py" <<'PY'
import math
import networkx
from pyvis.network import Network

graph = networkx.Graph()
graph.add_weighted_edges_from([("ann", "bob", 100), ("ann", "cat", 1)])

def widths():
    drawing = Network()
    drawing.from_nx(graph, edge_weight_transf=math.sqrt)
    return " ".join(f"{edge['width']:g}" for edge in drawing.edges)

before = graph.degree("ann", weight="weight")
first = widths()
after = graph.degree("ann", weight="weight")
print(f"widths {first}, again {widths()}; answers of ann {before} before, {after} after;", end=" ")
other = networkx.Graph([("ann", "bob"), ("ann", "cat")])
Network().from_nx(other, node_size_transf=lambda size: 2 * size)
print("doubled", " ".join(f"{who} {size}" for who, size in other.nodes(data="size")))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "widths 100 1, again 1 1; answers of ann 101 before, 2 after; doubled ann 40 bob 20 cat 20" ] ||
  { echo "changed: pyvis leaves graphs otherwise"; exit 1; }
