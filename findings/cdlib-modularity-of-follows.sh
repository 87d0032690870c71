#!/usr/bin/env bash
# cdlib 0.4.1 (PyPI; networkx 3.6.1): two clear circles of follows have a modularity below 0, worse than chance; the same
# follows without directions have 0.36. Who all follow each other have twice the density there can be.
#
# Expected: evaluation.newman_girvan_modularity of a DiGraph is that of a directed graph (networkx: 0.367 of the first graph,
#   0.357 where all follow back), or ignores directions (0.357), or is refused, as cdlib's louvain refuses one. The
#   internal density of three who all follow each other is 1: six of six.
# Instead: a follow within a circle counts half, since it is met from one end only, against the whole number of follows.
#   What is found by chance is counted in full. Densities divide the follows by the pairs of people: 2. No error;
#   cdlib's own leiden takes a DiGraph and finds the circles.
# Output seen: one way -0.071, networkx 0.367, density 1.0; all back -0.071, networkx 0.357, density 2.0; without directions
#   0.357, networkx 0.357, density 1.0.
# Since: seen on 2026-11-30.
# For circles: groups that are there are thrown away as noise. Give graph.to_undirected(), or networkx's modularity.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --no-compile --disable-pip-version-check "cdlib==0.4.1" "networkx==3.6.1" 2> /dev/null
seen=$("$dir/env/bin/python" -W ignore 2> /dev/null - <<'PY' | tail -n 1
import networkx as nx
from cdlib import NodeClustering
from cdlib.evaluation import internal_edge_density, newman_girvan_modularity

circles = [["ann", "bob", "cat"], ["xan", "yul", "zoe"]]
follows = [(a, b) for circle in circles for a, b in ((circle[0], circle[1]), (circle[1], circle[2]), (circle[0], circle[2]))]
follows.append(("ann", "xan"))

def tell(graph):
    found = NodeClustering(circles, graph, "by hand")
    return (f"{newman_girvan_modularity(graph, found).score:.3f}, networkx {nx.community.modularity(graph, circles):.3f}, "
            f"density {internal_edge_density(graph, found).score:.1f}")

one_way = nx.DiGraph(follows)
back = nx.DiGraph([*follows, *((b, a) for a, b in follows)])
print(f"one way {tell(one_way)}; all back {tell(back)}; without directions {tell(one_way.to_undirected())}")
PY
)
echo "$seen"
[ "$seen" = "one way -0.071, networkx 0.367, density 1.0; all back -0.071, networkx 0.357, density 2.0; \
without directions 0.357, networkx 0.357, density 1.0" ] || { echo "changed: cdlib scores circles of directed follows otherwise"; exit 1; }
