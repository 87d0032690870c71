#!/usr/bin/env bash
# networkit 11.3 (PyPI; networkx 3.6.1): of ten pairs who follow each other there is no edge once directions are dropped, and two
# circles that all follow back have a modularity of -18.5.
#
# Expected: graphtools.toUndirected() makes one edge of two follows between the same people, and numberOfEdges() counts it: ten
#   here; for two circles of three, joined by one follow, seven, with the modularity of networkx, 0.357. So it is
#   with the same graph made by nx2nk(… .to_undirected()), in which PLM finds both circles.
# Instead: the second follow of a pair is taken off the count twice. The edges are right when one goes over them; their
#   number, the density, the sum of weights and what is divided by it are not, and PLM finds six circles of one.
# Output seen: three one way 3 edges; ten pairs 0 of 10; circles 1 of 7, density 0.067, modularity -18.500, found 6; by networkx 7
#   of 7, density 0.467, modularity 0.357, found 2.
# Since: seen on 2026-11-30.
# For circles: whoever all follow each other are what a circle is, and are the ones that vanish. Drop directions in networkx, or
#   add each pair once.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkit==11.3 networkx==3.6.1 numpy==1.26.4 scipy==1.17.1 pandas==2.0.3
cat > "$dir/run.py" <<'PY'
import networkit
import networkx

networkit.engineering.setSeed(1, False)

def without_directions(follows):
    graph = networkit.Graph(1 + max(map(max, follows)), directed=True)
    for one, other in follows:
        graph.addEdge(one, other)
    return networkit.graphtools.toUndirected(graph)

def edges(graph):
    return f"{graph.numberOfEdges()} of {sum(1 for _ in graph.iterEdges())}"

def tell(graph):
    circles = networkit.Partition(6, [0, 0, 0, 1, 1, 1])
    circles.setUpperBound(2)
    quality = networkit.community.Modularity().getQuality(circles, graph)
    found = networkit.community.PLM(graph).run().getPartition().numberOfSubsets()
    return f"{edges(graph)}, density {networkit.graphtools.density(graph):.3f}, modularity {quality:.3f}, found {found}"

both_ways = [(2 * pair + turn, 2 * pair + 1 - turn) for pair in range(10) for turn in range(2)]
circles = [(one + first, other + first) for first in (0, 3) for one in range(3) for other in range(3) if one != other] + [(2, 3)]
print("one way", edges(without_directions([(0, 1), (2, 3), (4, 5)])), "both ways", edges(without_directions(both_ways)), end="; ")
print("circles", tell(without_directions(circles)), end="; ")
print("networkx", tell(networkit.nxadapter.nx2nk(networkx.DiGraph(circles).to_undirected())))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "one way 3 of 3 both ways 0 of 10; circles 1 of 7, density 0.067, modularity -18.500, found 6; networkx 7 of 7, density 0.467, modularity 0.357, found 2" ] ||
  { echo "changed: networkit counts mutual follows otherwise"; exit 1; }
