#!/usr/bin/env bash
# cytoscape 3.34.4 (npm): people of whom the number is null are below every number in a selector, and at least 0, at once.
#
# Expected: node[reach < 100] are those of whom fewer than 100 followers are known. Of ann with 5, bob with 5,000, cat with null and
#   dan without the field it is ann, as SQL has it. The code says of its selectors that null never matches an inequality,
#   and keeps to that with "!" (node[reach !> 100]).
# Instead: null is compared as JavaScript compares it, which is as 0, and what is not there as undefined, which matches nothing.
#   A network's answer without the field and one with null are two. No error.
# Output seen: reach < 100 ann cat; reach <= 0 cat; reach >= 0 ann bob cat; reach !>= 100 ann; reach !> 0 none.
# Since: seen on 2026-11-30.
# For circles: whoever is hidden, deactivated or not looked up yet is drawn and counted as an account of no reach, and who is left out
#   depends on whether null was written. Take the nulls out of the data, or ask node[?reach][reach < 100], which loses
#   those of 0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund cytoscape@3.34.4
cat > run.cjs <<'JS'
const cytoscape = require("cytoscape");
const people = [{ id: "ann", reach: 5 }, { id: "bob", reach: 5000 }, { id: "cat", reach: null }, { id: "dan" }];
const graph = cytoscape({ headless: true, elements: people.map((data) => ({ data })) });
const ask = (condition) => `${condition} ${graph.nodes(`[${condition}]`).map((node) => node.id()).join(" ") || "none"}`;
console.log(["reach < 100", "reach <= 0", "reach >= 0", "reach !>= 100", "reach !> 0"].map(ask).join("; "));
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "reach < 100 ann cat; reach <= 0 cat; reach >= 0 ann bob cat; reach !>= 100 ann; reach !> 0 none" ] ||
  { echo "changed: cytoscape compares the unknown otherwise"; exit 1; }
