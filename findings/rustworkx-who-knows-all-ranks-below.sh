#!/usr/bin/env bash
# rustworkx 0.18.1 (PyPI; networkx 3.6.1): who follows everybody and is followed by everybody has half the degree centrality of
# who misses one follow.
#
# Expected: degree_centrality() of a directed graph divides follows and followers together by the other people, as networkx has it, or by
#   twice that: in a circle of five the brand, with all eight, is above Ann, who has seven.
# Instead: it divides by the other people, and by twice that for whoever has all there can be. So the brand has 1, Ann 1.75. The
#   documentation says nothing of it. in_degree_centrality() and out_degree_centrality() are right. No warning.
# Output seen: brand 1.00 ann 1.75 bob 1.00 cat 1.00 dan 0.75, first ann; networkx brand 2.00 ann 1.75 bob 1.00 cat 1.00
#   dan 0.75, first brand.
# Since: seen on 2026-11-30.
# For circles: in the network of an account's own followers the account itself is the one whom all follow; once it has
#   followed the last of them back, it falls from the first place to the middle. Add in_degree_centrality() and
#   out_degree_centrality().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  rustworkx==0.18.1 networkx==3.6.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import networkx
import rustworkx

people = ["brand", "ann", "bob", "cat", "dan"]
follows = [("brand", other) for other in people[1:]] + [(other, "brand") for other in people[1:]]
follows += [("ann", other) for other in people[2:]] + [("bob", "ann"), ("cat", "ann")]
graph = rustworkx.PyDiGraph()
place = dict(zip(people, graph.add_nodes_from(people)))
graph.add_edges_from([(place[one], place[other], None) for one, other in follows])

def show(ranks):
    told = " ".join(f"{who} {ranks[who]:.2f}" for who in people)
    return f"{told}, first {max(people, key=ranks.get)}"

ranks = rustworkx.degree_centrality(graph)
print(show({who: ranks[place[who]] for who in people}), end="; networkx ")
print(show(networkx.degree_centrality(networkx.DiGraph(follows))))
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "brand 1.00 ann 1.75 bob 1.00 cat 1.00 dan 0.75, first ann; networkx brand 2.00 ann 1.75 bob 1.00 cat 1.00 dan 0.75, first brand" ] ||
  { echo "changed: rustworkx has other degrees"; exit 1; }
