#!/usr/bin/env bash
# dynetx 0.3.2 (PyPI; networkx 3.6.1): of four who follow a brand, interactions() and time_slice() of a directed graph have
# one, and interactions() has the brand follow them.
#
# Expected: DynDiGraph.interactions() gives every follow that number_of_interactions() counts, from whom to whom, as
#   in_interactions() does, and as networkx has it; time_slice(1) has the four that were there at 1.
# Instead: the code is that of the graph without directions, which leaves out a pair whose other end it has been to. Here it
#   leaves out all that point to an account it has been to, and turns round what it gives. A slice is made of that.
#   interactions(t=1) has the right direction, and one follow as well. No error.
# Output seen: counted 4, interactions brand>ann, at 1 ann>brand, in_interactions ann>brand bob>brand cat>brand dan>brand, in
#   the slice 1, whose brand has 0 followers; networkx 4.
# Since: seen on 2026-11-30.
# For followers: a network of who follows whom over time loses nearly all who follow the same account, and whatever is
#   computed of a slice, month by month, sees an account of one follower. Use in_interactions(t=…) of the whole.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" dynetx==0.3.2 networkx==3.6.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import dynetx
import networkx

people = ["ann", "bob", "cat", "dan"]
graph = dynetx.DynDiGraph()
for person in people:
    graph.add_interaction(person, "brand", t=1, e=4)

def told(follows):
    return " ".join(f"{one}>{other}" for one, other, _ in follows)

part = graph.time_slice(1)
print(f"counted {graph.number_of_interactions()}, interactions {told(graph.interactions())}, at 1 {told(graph.interactions(t=1))}", end=", ")
print(f"in_interactions {told(graph.in_interactions(t=1))}, slice {part.number_of_interactions()}", end=", ")
print(f"followers in it {part.in_degree('brand')}, networkx", networkx.DiGraph([(person, "brand") for person in people]).in_degree("brand"))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "counted 4, interactions brand>ann, at 1 ann>brand, in_interactions ann>brand bob>brand cat>brand dan>brand, slice 1, followers in it 0, networkx 4" ] ||
  { echo "changed: dynetx lists other follows"; exit 1; }
