#!/usr/bin/env bash
# networkx 3.6.1 (PyPI): of a Pajek file in which ann follows bob, cat and dan in one line, she follows bob alone, three times as much;
# and where ties of both kinds stand in one file, mutual friends follow one way.
#
# Expected: *Arcslist and *Edgeslist are sections of the format: who stands first in a line is tied to all others of it, as in igraph
#   1.0.0, which reads ann>bob ann>cat ann>dan bob>ann here. *Edges after *Arcs begins ties without a direction. What a
#   reader does not know fails.
# Instead: "*arcslist" begins with "*arcs", so a line is an arc from the first to the second, the third number is its weight and the rest is
#   dropped or taken for names of attributes. All lines after the first head of ties belong to it, whatever heads follow. No
#   warning.
# Output seen: list ann>bob 3.0 bob>ann; both ann>bob cat>dan, dan follows cat False; five in a line ann>bob 3.0 {'4': '5'}.
# Since: seen on 2026-11-30.
# For circles: who follows many follows one, and strongly, so that hubs have degree 1; where Pajek writes mutual ties as edges beside
#   arcs, reciprocity is that of the arcs alone. Look for the heads in the file first, or read it with igraph.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py networkx==3.6.1
cat > run.py <<'PY'
import networkx as nx

people = ["*Vertices 5"] + [f'{place} "{name}"' for place, name in enumerate(("ann", "bob", "cat", "dan", "eve"), 1)]

def ties(*lines):
    return nx.parse_pajek(people + list(lines))

def tell(graph):
    return " ".join(f"{who}>{whom}" + (f" {data['weight']}" if data.get("weight", 1) != 1 else "") for who, whom, data in graph.edges(data=True))

both = ties("*Arcs", "1 2 1", "*Edges", "3 4 1")
five = ties("*Arcslist", "1 2 3 4 5")
rest = {key: value for key, value in next(iter(five.edges(data=True)))[2].items() if key != "weight"}
print(f"list {tell(ties('*Arcslist', '1 2 3 4', '2 1'))}; both {tell(both)}, dan follows cat {both.has_edge('dan', 'cat')}; five in a line {tell(five)} {rest}")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "list ann>bob 3.0 bob>ann; both ann>bob cat>dan, dan follows cat False; five in a line ann>bob 3.0 {'4': '5'}" ] ||
  { echo "changed: networkx reads Pajek's sections otherwise"; exit 1; }
