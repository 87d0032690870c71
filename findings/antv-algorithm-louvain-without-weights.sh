#!/usr/bin/env bash
# @antv/algorithm 0.1.26 (npm): two pairs who answered each other ten times, and the others once, are
# one circle, whichever pairs they are.
#
# Expected: louvain(data, false, "weight") goes by the weights: of ann, bob, cat and dan in a ring, with ten answers between ann and bob
#   and between cat and dan and one between the pairs, there are two circles, ann bob and cat dan, whose modularity
#   is 0.41, and that of all in one 0. With the tens between the others they are bob cat and ann dan.
# Instead: whether there is an edge is all that is kept for the ties of a person; the weights count in the sum of a circle alone, where
#   they are held against it. The parameter is documented as the field of the weight. labelPropagation() of the same
#   package counts edges likewise. No warning.
# Output seen: all in one, 0.00, of each of the two, and of ones too; the pairs 0.41.
# Since: seen on 2026-11-30.
# For circles: who talks with whom a hundred times and who did once are the same, so that circles of answers are those of any contact.
#   Leave out weak ties first, or group elsewhere.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @antv/algorithm@0.1.26
cat > run.cjs <<'JS'
const { louvain } = require("@antv/algorithm");
const people = ["ann", "bob", "cat", "dan"];
const circles = (weights) => {
  const edges = people.map((source, nth) => ({ source, target: people[(nth + 1) % 4], weight: weights[nth] }));
  const { clusters } = louvain({ nodes: people.map((id) => ({ id })), edges }, false, "weight");
  return clusters.map(({ nodes }) => nodes.map(({ id, node }) => id ?? node.id).sort().join(" ")).sort().join(" | ");
};
const modularity = (weights, found) => {
  const circle = Object.fromEntries(found.split(" | ").flatMap((names, nth) => names.split(" ").map((name) => [name, nth])));
  const sum = weights.reduce((one, other) => one + other);
  const within = weights.filter((_, nth) => circle[people[nth]] === circle[people[(nth + 1) % 4]]).reduce((one, other) => one + other, 0);
  const degrees = {};
  people.forEach((name, nth) => (degrees[circle[name]] = (degrees[circle[name]] ?? 0) + weights[nth] + weights[(nth + 3) % 4]));
  return (within / sum - Object.values(degrees).reduce((all, degree) => all + (degree / (2 * sum)) ** 2, 0)).toFixed(2);
};
const show = (weights, right) => `${circles(weights)} ${modularity(weights, circles(weights))}, ${right} ${modularity(weights, right)}`;
console.log([show([10, 1, 10, 1], "ann bob | cat dan"), show([1, 10, 1, 10], "ann dan | bob cat"), circles([1, 1, 1, 1])].join("; "));
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "ann bob cat dan 0.00, ann bob | cat dan 0.41; ann bob cat dan 0.00, ann dan | bob cat 0.41; ann bob cat dan" ] ||
  { echo "changed: antv finds other circles"; exit 1; }
