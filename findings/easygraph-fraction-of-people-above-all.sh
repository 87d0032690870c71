#!/usr/bin/env bash
# easygraph 1.6.3 (PyPI, python-easygraph; networkx 3.6.1): of four others somebody knows eleven fourths, if the ties say how many answers there were, and
# the diameter of five people is 8.
#
# Expected: "The degree centrality for a node v is the fraction of nodes it is connected to": of the four others ann knows two, 0.5, whatever
#   is told of their ties, as in networkx. Her core is the second, and from her to eve are three steps. Where weights count, they are asked for, as in
#   betweenness_centrality(weight="weight") of the same package.
# Instead: degree_centrality(), in_ and out_degree_centrality(), k_core() and diameter() take a field called "weight" by themselves, and have no
#   parameter for it; many answers are a long way. closeness_centrality(), betweenness_centrality() and pagerank() without a weight do not. No warning.
# Output seen, degree centrality, core, diameter, closeness: weight 2.75 10 8 0.571; answers 0.5 2 3 0.571; networkx 0.5 2 3 0.571.
# Since: seen on 2026-11-30.
# For circles: who answered one friend ten times "knows" more people than there are, and the inner circle are two who talk with each other. Call
#   the field otherwise.
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

people = ["ann", "bob", "cat", "dan", "eve"]
answers = {("ann", "bob"): 10, ("ann", "cat"): 1, ("bob", "cat"): 1, ("cat", "dan"): 5, ("dan", "eve"): 2}

def told(field):
    graph = eg.Graph()
    graph.add_nodes(people)
    for (one, other), number in answers.items():
        graph.add_edge(one, other, **{field: number})
    core = dict(zip(people, eg.k_core(graph)))["ann"]
    closeness = dict(zip(people, eg.closeness_centrality(graph)))["ann"]
    return f"{eg.degree_centrality(graph)['ann']} {core:.0f} {eg.diameter(graph)} {closeness:.3f}"

same = nx.Graph([(*pair, {"weight": number}) for pair, number in answers.items()])
by_networkx = f"{nx.degree_centrality(same)['ann']} {nx.core_number(same)['ann']} {nx.diameter(same)} {nx.closeness_centrality(same)['ann']:.3f}"
print(f"weight {told('weight')}; answers {told('answers')}; networkx {by_networkx}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" | tail -1)
echo "$seen"
[ "$seen" = "weight 2.75 10 8 0.571; answers 0.5 2 3 0.571; networkx 0.5 2 3 0.571" ] || { echo "changed: easygraph counts ties otherwise"; exit 1; }
