#!/usr/bin/env bash
# scikit-network 0.33.5 (numpy 2.4.6): somebody who answers their own post makes a circle of friends
# less closed.
#
# Expected: three people who all answered each other are one closed triangle: clustering coefficient 1.
#   One of them also answers their own post. A loop joins nobody, so the three are as closed as before:
#   networkx leaves loops out of both counts and says 1, igraph says 1 as well.
# Instead: the loop counts as one more neighbour, which opens triples that no triangle closes.
# Output seen: 1.0 without the loop, 0.6 with it; networkx 1.0 and 1.0; igraph 1.0 and 1.0.
# Since: seen on 2026-11-29.
# For communities: threads are full of replies to oneself. A community of busy writers looks looser than
#   one of silent people; take loops out first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" scikit-network==0.33.5 networkx==3.5 igraph==1.0.0 numpy==2.4.6 scipy==1.17.1
seen=$(PYTHONPATH="$dir" python3 -W ignore - <<'PY'
import igraph, networkx, numpy
from scipy import sparse
from sknetwork.topology import get_clustering_coefficient

triangle = [(0, 1), (1, 2), (0, 2)]

def of_three(pairs):
    """The clustering coefficient of an undirected graph, by each of three packages."""
    matrix = numpy.zeros((3, 3), dtype=int)
    for a, b in pairs:
        matrix[a, b] = matrix[b, a] = 1
    return "%.1f %.1f %.1f" % (
        get_clustering_coefficient(sparse.csr_matrix(matrix)),
        networkx.transitivity(networkx.Graph(pairs)),
        igraph.Graph(pairs).transitivity_undirected(),
    )

print(of_three(triangle), "|", of_three(triangle + [(0, 0)]))
PY
)
echo "$seen"
[ "$seen" = "1.0 1.0 1.0 | 0.6 1.0 1.0" ] ||
  { echo "changed: scikit-network's clustering coefficient with a loop differs"; exit 1; }
