#!/usr/bin/env bash
# @antv/algorithm 0.1.26 (npm): of those who are compared with Ann, each one who stands behind her has the likeness of the one before:
# whoever comes next is as Ann herself, and who really is like her is not.
#
# Expected: nodesCosineSimilarity(people, ann, "properties") compares her city and topic with everybody's: of ann (Rome, tea), bob (Oslo,
#   coffee), cat (Rome, tea) and dan (Lima, milk) cat is like her, 1, and the others not at all, as cosineSimilarity() of the
#   same package has it.
# Instead: she is taken out of the list of people and not out of that of their properties, and both are gone through by place. Where
#   she stands last it is right. No error, no warning.
# Output seen: ann first bob 1.00 dan 1.00 cat 0.00; ann last cat 1.00 bob 0.00 dan 0.00; by cosineSimilarity cat 1.00 bob 0.00 dan 0.00.
# Since: seen on 2026-11-30.
# For circles: "find followers like our best ones" gives those who happen to stand behind the like ones in the list, and always the
#   neighbour, with 1. Put the one who is compared at the end of the list.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @antv/algorithm@0.1.26
cat > run.cjs <<'JS'
const { cosineSimilarity, nodesCosineSimilarity } = require("@antv/algorithm");
const people = [
  ["ann", "Rome", "tea"],
  ["bob", "Oslo", "coffee"],
  ["cat", "Rome", "tea"],
  ["dan", "Lima", "milk"],
].map(([id, city, topic]) => ({ id, properties: { city, topic } }));
const write = (list) => list.map(([id, alike]) => `${id} ${alike.toFixed(2)}`).join(" ");
const ask = (list) =>
  write(nodesCosineSimilarity(list, people[0], "properties").similarNodes.map((node) => [node.id, node.cosineSimilarity]));
const values = [...new Set(people.flatMap(({ properties }) => Object.values(properties)))];
const vector = ({ properties }) => values.map((value) => Number(Object.values(properties).includes(value)));
const [ann, ...others] = people;
const byHand = others.map((other) => [other.id, cosineSimilarity(vector(other), vector(ann))]).sort((one, other) => other[1] - one[1]);
console.log(`ann first ${ask(people)}; ann last ${ask([...others, ann])}; by cosineSimilarity ${write(byHand)}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "ann first bob 1.00 dan 1.00 cat 0.00; ann last cat 1.00 bob 0.00 dan 0.00; by cosineSimilarity cat 1.00 bob 0.00 dan 0.00" ] ||
  { echo "changed: antv finds others alike"; exit 1; }
