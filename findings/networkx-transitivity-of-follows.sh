#!/usr/bin/env bash
# networkx 3.6.1: transitivity of a directed graph of follows is neither the directed nor the undirected one.
#
# Expected: transitivity is "the fraction of all possible triangles present". For a DiGraph it is refused, as
#   networkx.triangles refuses one; or directions are ignored, as igraph does; or it is the share of paths
#   a -> b -> c that a -> c closes.
# Instead: no error. It looks at the accounts each one follows, and asks whether those follow each other: of
#   ann -> bob, bob -> cat, ann -> cat, where all three know each other and the only path of two steps is
#   closed, it says 0.5. Where everybody of a ring of three follows the next, it says 0; without directions
#   that is one triangle.
# Output seen: directed 0.5, undirected 1.0, closed paths 1.0; ring 0, undirected 1.0; triangles refused.
# Since: seen on 2026-11-29.
# For circles: "do our followers follow each other" is answered from directed edges; give to_undirected(), or
#   count closed paths, and say which.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" "networkx==3.6.1"
seen=$(PYTHONPATH="$dir" python3 - <<'PY'
import networkx as nx

follows = nx.DiGraph([("ann", "bob"), ("bob", "cat"), ("ann", "cat")])
paths = [(a, c) for a, b in follows.edges for c in follows.successors(b) if c != a]
closed = sum(follows.has_edge(*path) for path in paths) / len(paths)
ring = nx.DiGraph([("ann", "bob"), ("bob", "cat"), ("cat", "ann")])
try:
    nx.triangles(follows)
    refused = "taken"
except nx.NetworkXNotImplemented:
    refused = "refused"
print(
    f"directed {nx.transitivity(follows)}, undirected {nx.transitivity(follows.to_undirected())}, closed paths {closed}; "
    f"ring {nx.transitivity(ring)}, undirected {nx.transitivity(ring.to_undirected())}; triangles {refused}"
)
PY
)
echo "$seen"
[ "$seen" = "directed 0.5, undirected 1.0, closed paths 1.0; ring 0, undirected 1.0; triangles refused" ] ||
  { echo "changed: networkx counts the transitivity of a directed graph otherwise"; exit 1; }
