#!/usr/bin/env bash
# scikit-network 0.33.5 (PyPI; numpy 2.4.6, scipy 1.17.1): people named by ids of X, as whole numbers or as text, come out with other ids,
# and two of them as one; of a CSV with a head, "follower" follows "followed".
#
# Expected: from_edge_list(…, reindex=True) "returns the original node indices as names"; text is kept, as Alice and Bob are in its
#   example. from_csv() of a head and two follows has two follows, or asks about the head.
# Instead: names are made doubles wherever that can be done, and whole numbers of these: 1234567890123456789 is
#   1234567890123456768. The names in the graph are no text any more. The head is an edge of two people more; it
#   saves the ids, which stay text, since it is no number. No warning.
# Output seen: whole numbers and text alike 2 of 3 people, 0 of 3 ids right; CSV without a head 2 people, 0 right; with a head 5 people, 3
#   right, 3 follows.
# Since: seen on 2026-11-30.
# For circles: ranks and groups are right but for those put together, and belong to ids that nobody has: joined back to a list they
#   find nobody. Number the people first, and keep the list of who is which.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  scikit-network==0.33.5 numpy==2.4.6 scipy==1.17.1
cat > "$dir/run.py" <<'PY'
import os
from sknetwork.data import from_csv, from_edge_list

ids = [1234567890123456789, 1234567890123456790, 1567890123456789123]
follows = [(ids[0], ids[2]), (ids[1], ids[2])]

def show(graph):
    names = [str(name) for name in graph.names]
    return f"{len(names)} people, {len({str(one) for one in ids} & {*names})} of 3 right, {graph.adjacency.nnz} follows"

def written(*head):
    path = os.path.join(os.path.dirname(__file__), "follows.csv")
    with open(path, "w") as file:
        file.write("".join(f"{one},{other}\n" for one, other in [*head, *follows]))
    return from_csv(path, directed=True, reindex=True)

text = [(str(one), str(other)) for one, other in follows]
print("; ".join([
    f"numbers {show(from_edge_list(follows, directed=True, reindex=True))}",
    f"text {show(from_edge_list(text, directed=True, reindex=True))}",
    f"CSV {show(written())}",
    f"with a head {show(written(('follower', 'followed')))}",
]))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "numbers 2 people, 0 of 3 right, 1 follows; text 2 people, 0 of 3 right, 1 follows; CSV 2 people, 0 of 3 right, 1 follows; with a head 5 people, 3 of 3 right, 3 follows" ] ||
  { echo "changed: scikit-network names people otherwise"; exit 1; }
