#!/usr/bin/env bash
# rustworkx 0.18.1 (PyPI; networkx 3.6.1): once directions are dropped, a friend through whom two people know each other by follows in both
# directions is four times as much between them as one through whom they do by single follows.
#
# Expected: to_undirected() is for asking who is connected at all: ann - bob - dan and ann - cat - dan are two ways of the same
#   length, and bob and cat are each between ann and dan in half of them, as networkx has it.
# Instead: a follow in each direction stays two edges ("multigraph" is True by default), and betweenness_centrality() counts every
#   pair of edges as a way of its own: four through bob, one through cat. The documentation speaks of people between people,
#   and of parallel edges nothing (as it does for transitivity, core numbers and PageRank). No warning.
# Output seen: bob 0.80 cat 0.20; with multigraph=False 0.50 0.50; networkx 0.50 0.50.
# Since: seen on 2026-11-30.
# For circles: who stands between groups is found by who follows back, not by place, and twice squared along each way. Say
#   to_undirected(multigraph=False).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  rustworkx==0.18.1 networkx==3.6.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import networkx
import rustworkx

people = ["ann", "bob", "cat", "dan"]
follows = [("ann", "bob"), ("bob", "ann"), ("bob", "dan"), ("dan", "bob"), ("ann", "cat"), ("cat", "dan")]
graph = rustworkx.PyDiGraph()
place = dict(zip(people, graph.add_nodes_from(people)))
graph.add_edges_from([(place[one], place[other], None) for one, other in follows])

def show(**options):
    between = rustworkx.betweenness_centrality(graph.to_undirected(**options), normalized=False)
    return " ".join(f"{who} {between[place[who]]:.2f}" for who in ("bob", "cat"))

other = networkx.betweenness_centrality(networkx.DiGraph(follows).to_undirected(), normalized=False)
print(f"{show()}; single {show(multigraph=False)}; networkx bob {other['bob']:.2f} cat {other['cat']:.2f}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "bob 0.80 cat 0.20; single bob 0.50 cat 0.50; networkx bob 0.50 cat 0.50" ] ||
  { echo "changed: rustworkx counts mutual follows otherwise"; exit 1; }
