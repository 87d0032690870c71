#!/usr/bin/env bash
# dynetworkx 0.4.2 (PyPI; networkx 3.6.1): the brand whom three follow has no followers, and whoever is called cab has those of c.
#
# Expected: edges(u="brand") are those of the brand, as in networkx, and degree("brand") is 3: "nodes can be, for example, strings or numbers". If
#   nobody is called so, it is empty.
# Instead: what can be gone through is taken for a list of people, so that a text is its letters, of which it is asked who follows them, in all
#   four kinds of graph, with degree(), and with the mean degree of all. count_temporal_motif() counts nothing. Of a list the first one who is
#   there is looked up, and no other. has_edge() is right. No error.
# Output seen, edges, degree, mean degree and edge to ann: brand 0 0 0.0 True; as 9 3 3 1.5 True; as ["brand"] 3, with
#   "shop", whom two follow, 3; cab, whom nobody follows, 1; motifs 0 of 1, of numbers 1.
# Since: seen on 2026-12-01.
# For followers: handles are texts. Examples with numbers or single letters are right, and in one's own network everybody has nobody, or, with handles
#   of one letter, somebody else's. Give people in a list of one, or as numbers.
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
import dynetworkx

kinds = (dynetworkx.IntervalGraph, dynetworkx.IntervalDiGraph, dynetworkx.ImpulseGraph, dynetworkx.ImpulseDiGraph)

def follows(kind, brand, people, day=0):
    graph = kind()
    for person in people:
        graph.add_edge(brand, person, *((day, day + 30) if "Interval" in kind.__name__ else (day,)))
    return graph

def seen(brand, people):
    def tell(graph):
        return f"{len(graph.edges(u=brand))} {graph.degree(brand)} {graph.degree()} {graph.has_edge(brand, people[0])}"
    return " or ".join({tell(follows(kind, brand, people)) for kind in kinds})

people = ["ann", "bob", "cat"]
listed = {len(follows(kind, "brand", people).edges(u=["brand"])) for kind in kinds}
two = follows(dynetworkx.IntervalGraph, "shop", ["dan", "eve"])
for person in people:
    two.add_edge("brand", person, 0, 30)
letters = dynetworkx.IntervalGraph()
letters.add_edge("c", "x", 0, 30)
letters.add_node("cab")

def motifs(one, other):
    graph = dynetworkx.ImpulseDiGraph()
    graph.add_edge(one, other, 1)
    graph.add_edge(other, one, 2)
    return dynetworkx.count_temporal_motif(graph, ((1, 2), (2, 1)), 3)

print(f"brand {seen('brand', people)}; 9 {seen(9, [1, 2, 3])}; listed {listed}, both {len(two.edges(u=['brand', 'shop']))};", end=" ")
print(f"cab {letters.degree('cab')}; motifs {motifs('ann', 'bob')} {motifs(1, 2)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "brand 0 0 0.0 True; 9 3 3 1.5 True; listed {3}, both 3; cab 1; motifs 0 1" ] || { echo "changed: dynetworkx looks for people otherwise"; exit 1; }
