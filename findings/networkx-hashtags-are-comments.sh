#!/usr/bin/env bash
# networkx 3.6.1 (PyPI): a network of people and their hashtags, written and read again, has neither the hashtags nor who used them.
#
# Expected: read_edgelist() reads what write_edgelist() wrote: ann, bob and cat, each with a tag, and ann beside bob, are four ties; or writing
#   fails where a name holds what the format takes for something else, as write_gml() fails of what it cannot write.
# Instead: the writer writes "ann #tea {}", and for the reader # begins a comment, in the middle of a line and of a name too. What is left of
#   the line has one name, and is skipped. read_adjlist() and
#   read_weighted_edgelist() do the same. comments="#" is in the signature; that one's own file is not read is said nowhere. No warning.
# Output seen: written 4 ties of 5, read 1 tie of ann bob; weighted 1 of 4; as adjacency 0 ties.
# Since: seen on 2026-11-30.
# For circles: who shares a followback tag with whom is asked of just such a network, and what remains are ties between people alone, as
#   if nobody had used any tag. Read with comments=None, or a sign that no name has.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py networkx==3.6.1
cat > run.py <<'PY'
import networkx as nx

graph = nx.Graph()
for who, what in (("ann", "#tea"), ("bob", "#tea"), ("cat", "#coffee"), ("ann", "bob")):
    graph.add_edge(who, what, weight=1.0)

nx.write_edgelist(graph, "ties")
nx.write_weighted_edgelist(graph, "weights")
nx.write_adjlist(graph, "lists")
read, weighted, lists = nx.read_edgelist("ties"), nx.read_weighted_edgelist("weights"), nx.read_adjlist("lists")
whole = nx.read_edgelist("ties", comments=None)
assert set(whole) == set(graph) and whole.size() == 4, list(whole.edges)
print(f"written {graph.size()} ties of {len(graph)}, read {read.size()} tie of {' '.join(sorted(read))};",
      f"weighted {weighted.size()} of 4; as adjacency {lists.size()} ties")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "written 4 ties of 5, read 1 tie of ann bob; weighted 1 of 4; as adjacency 0 ties" ] ||
  { echo "changed: networkx reads its lists of edges otherwise"; exit 1; }
