#!/usr/bin/env bash
# networkx 3.6.1 (PyPI): how much of all contact goes by a group of three or more accounts is another number in each run, up to a third above all
# there is.
#
# Expected: group_betweenness_centrality() is the "sum of the fraction of all-pairs shortest paths that pass through any vertex" of the group. Where
#   ann, bob and cat each know dan, eve and fay, the ways from eve to fay go by ann, bob or cat: for the group ann bob cat dan that is 1, in each run.
#   For ann dan eve it is 2/3: from bob to cat go two of three ways by dan or eve.
# Instead: a step of the algorithm reads a table that it should have changed before, and what that does goes by the order of a set of the names,
#   which Python draws anew in each process. Of one and of two accounts it is right. With whole numbers for names it is wrong in the same way each
#   time. No error, no warning.
# Output seen, in eight runs (PYTHONHASHSEED 0 to 7): ann dan 0.667; ann dan eve 0.667 0.778; ann bob cat dan 1.000 1.111 1.333; numbered 0.778.
#   Normalized, 1.333 is a share of 133 %.
# Since: seen on 2026-11-30.
# For circles: "which accounts together stand between our followers" has another answer tomorrow, of the same list; prominent_group(), which looks
#   for the best such group, has the sums of the same paper. Count the paths by all_shortest_paths() for a small circle, or take groups of two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkx==3.6.1 pandas==2.3.3 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import networkx as nx

sides = [(one, other) for one in ("ann", "bob", "cat") for other in ("dan", "eve", "fay")]
named, numbered = nx.Graph(sides), nx.complete_bipartite_graph(3, 3)
for group in ("ann dan", "ann dan eve", "ann bob cat dan"):
    print(f"{group}: {nx.group_betweenness_centrality(named, group.split(), normalized=False):.3f}")
print(f"numbered ann dan eve: {nx.group_betweenness_centrality(numbered, [0, 3, 4], normalized=False):.3f}")
PY
for seed in 0 1 2 3 4 5 6 7; do PYTHONHASHSEED=$seed PYTHONPATH="$dir" python3 -W ignore "$dir/run.py"; done | sort -u > "$dir/seen"
cat "$dir/seen"
of() { grep -c "^$1: " "$dir/seen"; }
[ "$(of 'ann dan')" = 1 ] && grep -qx "ann dan: 0.667" "$dir/seen" && [ "$(of 'ann dan eve')" -gt 1 ] && [ "$(of 'ann bob cat dan')" -gt 1 ] &&
  grep -qx "ann bob cat dan: 1.333" "$dir/seen" || { echo "changed: networkx counts the ways by a group otherwise"; exit 1; }
