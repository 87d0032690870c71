#!/usr/bin/env bash
# netbone 0.2.3 (PyPI; networkx 2.8.8): of a circle's backbone by betweenness the ties with most answers are the first to go, by salience they are the last.
#
# Expected: weights say how strong a tie is, in all of its methods: high_salience_skeleton() and metric_distance_backbone() take 1 / weight for the
#   length of a way. By betweenness() ways go over strong ties too: of ann and bob, who answered each other ten times, cat and dan, five, and three
#   weaker ties, the strong ones are in.
# Instead: betweenness() and h_backbone() hand the weights to networkx, for which they are lengths: ten answers are ten times as far as one, so
#   that no shortest way goes there. And of a table in which ann answered bob ten times and bob ann once, the tie has what stands last. No warning.
# Output seen: salience ann-bob 1.0 cat-dan 1.0 ann-cat 0.0, betweenness ann-bob 0.0 cat-dan 0.0 ann-cat 0.7; both ways 1.
# Since: seen on 2026-11-30.
# For circles: two methods of one package, compared as it is made for, leave opposite halves of the same circle. Give betweenness() 1 / weight
#   in place of the weight, and add up both directions first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  netbone==0.2.3 networkx==2.8.8 numpy==1.26.4 pandas==2.2.2 scipy==1.13.0
cat > "$dir/run.py" <<'PY'
import netbone
import pandas as pd

def table(rows):
    return pd.DataFrame(rows, columns=["source", "target", "weight"])

def told(backbone, column):
    rows = backbone.to_dataframe()
    values = {"-".join(sorted((row["source"], row["target"]))): row[column] for _, row in rows.iterrows()}
    return " ".join(f"{pair} {values[pair]:.1f}" for pair in ("ann-bob", "cat-dan", "ann-cat"))

circle = table([("ann", "bob", 10), ("ann", "cat", 1), ("bob", "cat", 1), ("cat", "dan", 5), ("ann", "dan", 2)])
print(f"salience {told(netbone.high_salience_skeleton(circle), 'salience')}", end=", ")
print(f"betweenness {told(netbone.betweenness(circle), 'weighted-betweenness')}", end="; ")
both = netbone.disparity(table([("ann", "bob", 10), ("bob", "ann", 1), ("ann", "cat", 2)])).to_dataframe()
print("both ways", int(both[both["target"] == "bob"]["weight"].iloc[0]))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" 2> "$dir/log" | tail -1)
echo "$seen"
[ "$seen" = "salience ann-bob 1.0 cat-dan 1.0 ann-cat 0.0, betweenness ann-bob 0.0 cat-dan 0.0 ann-cat 0.7; both ways 1" ] ||
  { echo "changed: netbone reads weights otherwise"; exit 1; }
