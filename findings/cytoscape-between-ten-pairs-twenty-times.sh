#!/usr/bin/env bash
# cytoscape 3.34.4 (npm) and cozo-embedded 0.7.6 (PyPI, with pycozo 0.7.6): of five people who know each other through the brand alone there are
# ten pairs, and the brand is between twenty.
#
# Expected: betweenness is the number of pairs of others whose shortest way leads through one: 10 for the brand, with ties that have no direction,
#   as in graphology-metrics 2.4.2, ngraph.centrality 2.2.0 and networkx 3.6.1; 20 if each tie is two follows, one in each direction.
# Instead: each pair is gone through from either end, and counted twice. Where directions count, all is right. No
#   error, no warning.
# Output seen: ties cytoscape 20, cozo 20, graphology 10, ngraph 10; follows one way, through the brand, 1 of 1 in all four.
# Since: seen on 2026-11-30.
# For circles: a network of follows and one of acquaintances, of the same people, are compared by who stands between: the second has twice as
#   much of it, and shares of all pairs go up to 2. Halve it where ties have no direction.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund cytoscape@3.34.4 graphology@0.26.0 graphology-metrics@2.4.2 ngraph.graph@20.1.2 \
  ngraph.centrality@2.2.0
python3 -m venv venv
venv/bin/pip install --quiet cozo-embedded==0.7.6 pycozo==0.7.6
cat > run.cjs <<'JS'
const cytoscape = require("cytoscape");
const Graph = require("graphology");
const graphologyBetweenness = require("graphology-metrics/centrality/betweenness");
const ngraphBetweenness = require("ngraph.centrality").betweenness;
const createGraph = require("ngraph.graph");

const tell = (ties, directed) => {
  const names = [...new Set(ties.flat())];
  const elements = [...names.map((id) => ({ data: { id } })), ...ties.map(([source, target]) => ({ data: { source, target } }))];
  const graph = new Graph({ type: directed ? "directed" : "undirected" });
  const ngraph = createGraph();
  for (const [one, other] of ties) {
    graph.mergeEdge(one, other);
    ngraph.addLink(one, other);
  }
  const found = cytoscape({ headless: true, elements }).elements().betweennessCentrality({ directed });
  const other = graphologyBetweenness(graph, { normalized: false });
  return `cytoscape ${found.betweenness("#brand")}, graphology ${other.brand}, ngraph ${ngraphBetweenness(ngraph, directed).brand}`;
};
const people = ["ann", "bob", "cat", "dan", "eve"];
const follows = [["ann", "brand"], ["brand", "bob"]];
console.log(`ties ${tell(people.map((person) => ["brand", person]), false)}; follows ${tell(follows, true)}`);
JS
cat > run.py <<'PY'
from pycozo.client import Client


def between(ties, undirected):
    query = f"tie[one, other] <- $ties\n?[who, x] <~ BetweennessCentrality(tie[], undirected: {undirected})"
    return dict(Client(dataframe=False).run(query, {"ties": ties})["rows"])["brand"]


ties = between([["brand", name] for name in ("ann", "bob", "cat", "dan", "eve")], "true")
print(f"cozo ties {ties:.0f}, follows {between([['ann', 'brand'], ['brand', 'bob']], 'false'):.0f}")
PY
seen="$(node run.cjs); $(venv/bin/python run.py)"
echo "$seen"
[ "$seen" = "ties cytoscape 20, graphology 10, ngraph 10; follows cytoscape 1, graphology 1, ngraph 1; cozo ties 20, follows 1" ] ||
  { echo "changed: betweenness is counted otherwise"; exit 1; }
