#!/usr/bin/env bash
# networkit 11.3 (PyPI; networkx 3.6.1): the brand whom all four others know has a normalized degree of 0.8, and of 1 once one of the others
# has answered their own post.
#
# Expected: DegreeCentrality(…, normalized=True) divides by the number of the others, as networkx does, so that whoever knows all has 1;
#   ignoreSelfLoops=True, which is the default, is for leaving out who follows or answers themselves, and changes nothing where
#   nobody does.
# Instead: where nobody does, it is taken for not asked for, and what there can be at most is all people, with oneself. One loop
#   anywhere in the graph changes the centrality of everybody. No warning.
# Output seen: brand 0.80 ann 0.20; with a loop at ann brand 1.00 ann 0.25; networkx without it 1.00 and 0.25; of 100 people brand 0.99.
# Since: seen on 2026-11-30.
# For circles: two networks, of followers and of answers, are compared by normalized degrees just because they differ in size: of ten
#   people the two differ by a tenth, and the one where people answer themselves seems closer knit. Divide degrees by n - 1.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkit==11.3 networkx==3.6.1 numpy==1.26.4 scipy==1.17.1 pandas==2.0.3
cat > "$dir/run.py" <<'PY'
import networkit
import networkx

def ranks(others, *loops):
    graph = networkit.Graph(others + 1)
    for other in range(1, others + 1):
        graph.addEdge(0, other)
    for who in loops:
        graph.addEdge(who, who)
    found = networkit.centrality.DegreeCentrality(graph, normalized=True, ignoreSelfLoops=True).run().scores()
    return f"brand {found[0]:.2f} ann {found[1]:.2f}"

star = networkx.degree_centrality(networkx.star_graph(4))
print(f"{ranks(4)}; with a loop {ranks(4, 1)}; networkx brand {star[0]:.2f} ann {star[1]:.2f}; of 100 people {ranks(99)}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "brand 0.80 ann 0.20; with a loop brand 1.00 ann 0.25; networkx brand 1.00 ann 0.25; of 100 people brand 0.99 ann 0.01" ] ||
  { echo "changed: networkit divides degrees otherwise"; exit 1; }
