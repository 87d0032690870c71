#!/usr/bin/env bash
# igraph 1.0.0 (PyPI): one follow listed twice lowers reciprocity, though every follow is returned.
#
# Expected: reciprocity() is the share of edges that have an edge back. Where all have one it is 1,
#   also when an edge is there twice; is_mutual(), from the same library, says true of each.
# Instead: above the line it counts a repeated edge once, below the line each time.
# Output seen: is_mutual [True, True, True], reciprocity 0.667; after simplify() 1.000.
# Since: seen on 2026-11-28.
# For follower data: edges put together from two snapshots or overlapping exports hold most follows
#   twice. Accounts watched longer then seem to be followed back less. Call simplify(), or remove
#   repeated edges first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" igraph==1.0.0
seen=$(PYTHONPATH="$dir" python3 - <<'PY'
import igraph
graph = igraph.Graph.TupleList([("a", "b"), ("a", "b"), ("b", "a")], directed=True)
print(f"is_mutual {graph.is_mutual()}, reciprocity {graph.reciprocity():.3f}; ", end="")
print(f"after simplify() {graph.simplify().reciprocity():.3f}")
PY
)
echo "$seen"
[ "$seen" = "is_mutual [True, True, True], reciprocity 0.667; after simplify() 1.000" ] ||
  { echo "changed: igraph counts repeated edges otherwise"; exit 1; }
