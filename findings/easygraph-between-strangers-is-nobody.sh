#!/usr/bin/env bash
# easygraph 1.6.3 (PyPI, python-easygraph; networkx 3.6.1): whoever stands between four strangers has an effective size of 1, the least there is, and of 3.5
# once two of them know each other.
#
# Expected: Burt's effective size of somebody is the number of those they know, less what these know of each other: 4 where no two of four know each
#   other, and 3.5 where two do, so that it falls with each tie. networkx has it so, and so has easygraph itself where a weight is given.
# Instead: without weights and directions, whose contacts do not know each other at all gets 1, however many there are. efficiency() is
#   made of it, 0.25 instead of 1. No error, no warning. Version 1.4.1 had 4.
# Output seen: strangers 1.0 with weights 4.0 networkx 4.0 efficiency 0.25; with one tie 3.5 with weights 3.5 networkx 3.5 efficiency 0.875.
# Since: seen on 2026-11-30.
# For circles: effective size is how one finds who holds circles together. The best of them, a brand whose followers have nobody else in common,
#   is the last of the list, beside those who have one contact. Give every tie a weight of 1, and its name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
install() { python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" "$@"; }
install networkx==3.6.1 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 matplotlib==3.11.2 joblib==1.6.0 tqdm==4.70.1 \
  fastjsonschema==2.22.3 six==1.17.0 requests==2.34.2
install --no-deps python-easygraph==1.6.3
cat > "$dir/run.py" <<'PY'
import easygraph as eg
import networkx as nx

def told(ties):
    graph = eg.Graph()
    graph.add_edges(ties, [{"weight": 1} for _ in ties])
    weighted, other = eg.effective_size(graph, weight="weight")["brand"], nx.effective_size(nx.Graph(ties))["brand"]
    return f"{eg.effective_size(graph)['brand']} with weights {weighted} networkx {other} efficiency {eg.efficiency(graph)['brand']}"

strangers = [("brand", name) for name in ("ann", "bob", "cat", "dan")]
print(f"strangers {told(strangers)}; with one tie {told([*strangers, ('ann', 'bob')])}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" | tail -1)
echo "$seen"
[ "$seen" = "strangers 1.0 with weights 4.0 networkx 4.0 efficiency 0.25; with one tie 3.5 with weights 3.5 networkx 3.5 efficiency 0.875" ] ||
  { echo "changed: easygraph tells the effective size otherwise"; exit 1; }
