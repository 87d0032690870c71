#!/usr/bin/env bash
# python-louvain 0.16 (PyPI; networkx 3.6.1): two clear circles in which all know each other by two ties have a modularity below 0, worse
# than chance; the same ties added up to one of weight 2 have 0.42.
#
# Expected: community.modularity() of a MultiGraph adds the ties of a pair, as networkx does, to the same number as a Graph with the sums for
#   weights: of two circles of three, each pair with two ties, and one tie between them, 0.423; or it refuses a
#   MultiGraph, as it does a directed graph.
# Instead: the ties within circles are counted once for a pair, without their weights, and what they are compared with, degrees and all ties,
#   has every tie and weight. No error.
# Output seen: two ties of each pair -0.038, of weight 2 0.423, networkx 0.423; one tie of weight 10 -0.402, in a Graph 0.484; read from
#   Pajek MultiGraph -0.402.
# Since: seen on 2026-11-30.
# For circles: networkx's read_pajek() makes a MultiGraph of every file, and so do lists of answers in which a pair stands more than once; the
#   more they answer each other, the less of a circle they are. Make a Graph with the sums of weights first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  python-louvain==0.16 networkx==3.6.1 numpy==2.4.6
cat > run.py <<'PY'
import community
import networkx as nx

pairs = [("ann", "bob"), ("bob", "cat"), ("cat", "ann"), ("dan", "eve"), ("eve", "fay"), ("fay", "dan")]
circles = [{"ann", "bob", "cat"}, {"dan", "eve", "fay"}]
circle_of = {who: number for number, circle in enumerate(circles) for who in circle}

def ties(kind, weight, times=1):
    graph = kind()
    for pair in pairs * times:
        graph.add_edge(*pair, weight=weight)
    graph.add_edge("cat", "dan", weight=1)
    return graph

def of(graph):
    return f"{community.modularity(circle_of, graph):.3f}"

twice = ties(nx.MultiGraph, 1, 2)
nx.write_pajek(ties(nx.Graph, 10), "ties.net")
read = nx.read_pajek("ties.net")
print(f"two ties of each pair {of(twice)}, of weight 2 {of(ties(nx.Graph, 2))}, networkx {nx.community.modularity(twice, circles):.3f};",
      f"one tie of weight 10 {of(ties(nx.MultiGraph, 10))}, in a Graph {of(ties(nx.Graph, 10))}; read from Pajek {type(read).__name__} {of(read)}")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "two ties of each pair -0.038, of weight 2 0.423, networkx 0.423; one tie of weight 10 -0.402, in a Graph 0.484; read from Pajek MultiGraph -0.402" ] ||
  { echo "changed: python-louvain counts ties of a MultiGraph otherwise"; exit 1; }
