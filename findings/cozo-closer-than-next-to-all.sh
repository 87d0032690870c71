#!/usr/bin/env bash
# cozo-embedded 0.7.6 with pycozo 0.7.6 (PyPI): two who know nobody but each other are as close to everybody as the middle of a chain of four, and
# whoever knows all has a closeness of 1.44.
#
# Expected: closeness is the number of people one reaches by the sum of the distances to them, by the share of the others whom one reaches, and at
#   most 1, for who knows everybody: of a - b - c - d and e - f, b has 3/4 * 3/5 = 0.45, a 3/6 * 3/5 = 0.3, and e 1/1 * 1/5 = 0.2, as in
#   networkx 3.6.1. The brand of five followers has 1.
# Instead: everybody counts among those whom they reach, in both places, so that it is (r + 1)^2 in place of r^2: four times as much for
#   who reaches one, 1.44 times for five, and nearly right for hundreds. No error; the documentation says "closeness centrality".
# Output seen: chain and pair a 0.53 b 0.80 c 0.80 d 0.53 e 0.80 f 0.80, networkx a 0.30 b 0.45 c 0.45 d 0.30 e 0.20 f 0.20; five followers
#   brand 1.44 ann 0.80, networkx brand 1.00 ann 0.56.
# Since: seen on 2026-11-30.
# For circles: whoever is cut off in twos and threes stands beside or above the well connected, and these are most people of a network of
#   answers. Divide by (r + 1)^2 and multiply by r^2, with r from ConnectedComponents.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet cozo-embedded==0.7.6 pycozo==0.7.6 networkx==3.6.1
cat > run.py <<'PY'
import networkx as nx
from pycozo.client import Client

client = Client(dataframe=False)
query = "tie[one, other] <- $ties\n?[who, close] <~ ClosenessCentrality(tie[], undirected: true)"


def tell(ties, names):
    cozo = dict(client.run(query, {"ties": [list(tie) for tie in ties]})["rows"])
    networkx = nx.closeness_centrality(nx.Graph(ties))
    return ", networkx ".join(" ".join(f"{name} {scores[name]:.2f}" for name in names) for scores in (cozo, networkx))


chain = tell([("a", "b"), ("b", "c"), ("c", "d"), ("e", "f")], "abcdef")
followers = tell([("brand", name) for name in ("ann", "bob", "cat", "dan", "eve")], ["brand", "ann"])
print(f"chain and pair {chain}; followers {followers}")
PY
seen=$(venv/bin/python run.py)
echo "$seen"
[ "$seen" = "chain and pair a 0.53 b 0.80 c 0.80 d 0.53 e 0.80 f 0.80, networkx a 0.30 b 0.45 c 0.45 d 0.30 e 0.20 f 0.20; \
followers brand 1.44 ann 0.80, networkx brand 1.00 ann 0.56" ] || { echo "changed: cozo has another closeness"; exit 1; }
