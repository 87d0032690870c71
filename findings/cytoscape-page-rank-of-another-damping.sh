#!/usr/bin/env bash
# cytoscape 3.34.4 (npm): pageRank with dampingFactor 0.85 is PageRank with 0.87, with 0.5 it is that with 0.67, and with 0, where
# nobody passes anything on, some are above others.
#
# Expected: every account has its share of (1 - d) / n, and d times what those who follow it pass on. Of four accounts (ann follows
#   bob, cat and dan; bob follows cat and dan; cat follows bob and dan; dan follows ann) dan has 0.2958 with 0.85, as
#   networkx has it, and each has 0.25 with 0.
# Instead: (1 - d) / n is added to what is passed on, and that is not multiplied by d; all is then scaled to 1. So the damping is
#   1 / (2 - d): between 0.5 and 1, whatever is asked for. No error, no warning.
# Output seen, of ann, bob, cat, dan: with 0.85 0.2904 0.2066 0.2066 0.2964, which is right of 0.8696; with 0.5 0.2763 0.2171 0.2171
#   0.2895, right of 0.6667; with 0 0.2661 0.2258 0.2258 0.2823, right of 0.5. Right of 0.85 is 0.2890 0.2076 0.2076 0.2958.
# Since: seen on 2026-11-30.
# For circles: ranks look right and sum to 1, and agree with no other tool; compared over a series of damping factors they
#   hardly move. For a damping d ask for 2 - 1 / d (0.8235 for 0.85); below 0.5 there is none.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund cytoscape@3.34.4
cat > run.cjs <<'JS'
const cytoscape = require("cytoscape");
const follows = { ann: ["bob", "cat", "dan"], bob: ["cat", "dan"], cat: ["bob", "dan"], dan: ["ann"] };
const people = Object.keys(follows);
const elements = people.map((id) => ({ data: { id } }));
for (const source of people) for (const target of follows[source]) elements.push({ data: { source, target } });
const graph = cytoscape({ headless: true, elements });
const write = (ranks) => ranks.map((rank) => rank.toFixed(4)).join(" ");
const byFormula = (damping) => {
  let ranks = people.map(() => 1 / people.length);
  for (let round = 0; round < 500; round += 1)
    ranks = people.map((one) => {
      const passed = people.map((other, nth) => (follows[other].includes(one) ? ranks[nth] / follows[other].length : 0));
      return (1 - damping) / people.length + damping * passed.reduce((sum, part) => sum + part, 0);
    });
  return write(ranks);
};
const asked = (dampingFactor) => {
  const { rank } = graph.elements().pageRank({ dampingFactor, precision: 1e-18, iterations: 1000 });
  return write(people.map((id) => rank(`#${id}`)));
};
console.log(
  [0.85, 0.5, 0]
    .map((damping) => [damping, 1 / (2 - damping)])
    .map(([damping, other]) => `${damping} ${asked(damping)}, right ${byFormula(damping)}, of ${other.toFixed(4)} ${byFormula(other)}`)
    .join("\n"),
);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "0.85 0.2904 0.2066 0.2066 0.2964, right 0.2890 0.2076 0.2076 0.2958, of 0.8696 0.2904 0.2066 0.2066 0.2964
0.5 0.2763 0.2171 0.2171 0.2895, right 0.2661 0.2258 0.2258 0.2823, of 0.6667 0.2763 0.2171 0.2171 0.2895
0 0.2661 0.2258 0.2258 0.2823, right 0.2500 0.2500 0.2500 0.2500, of 0.5000 0.2661 0.2258 0.2258 0.2823" ] ||
  { echo "changed: cytoscape ranks otherwise"; exit 1; }
