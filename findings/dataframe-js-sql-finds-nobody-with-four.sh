#!/usr/bin/env bash
# dataframe-js 1.4.4 (npm): in its SQL nobody has 4 replies, though Cat has, LIMIT 2 gives all, and of an unknown number the least is 0.
#
# Expected: WHERE replies = 4 finds who has 4, as the example of the documentation, WHERE column1 = 6, is to, and as WHERE replies >= 4
#   does; AND goes before OR, as in SQL; LIMIT 2 leaves two rows, or it fails, as what is not SQL does ("(g) not found"); the least of
#   1, null, 30 and 4 is 1, as null is left out of its own mean, 11.67.
# Instead: the value of a row is made a text, and 4 a number, and a text is no number, while > makes numbers of both. OR and AND are
#   taken from left to right. LIMIT, of which the documentation has nothing, is read and left out. min() takes null for 0. No error.
# Output seen: = 4 nobody, >= 4 bob cat, ann or (bob with more than 10) bob, LIMIT 2 ann amy bob cat, least 0, mean 11.67.
# Since: seen on 2026-11-30.
# For followers: whoever is asked for by a number, of replies or an id, is not there. df.filter() with a function is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund dataframe-js@1.4.4
cat > run.cjs <<'JS'
const { DataFrame } = require("dataframe-js");
const people = new DataFrame([
  { who: "ann", route: "post", replies: 1 },
  { who: "amy", route: "post", replies: null },
  { who: "bob", route: "like", replies: 30 },
  { who: "cat", route: "quote", replies: 4 },
]);
DataFrame.sql.registerTable(people, "people", true);
const ask = (rest) => DataFrame.sql.request(`SELECT * FROM people ${rest}`).toArray("who").join(" ") || "nobody";
const either = ask("WHERE route = 'post' OR route = 'like' AND replies > 10");
console.log(`= 4 ${ask("WHERE replies = 4")}, >= 4 ${ask("WHERE replies >= 4")}, either ${either}, LIMIT 2 ${ask("LIMIT 2")}`);
console.log(`least ${people.stat.min("replies")}, mean ${people.stat.mean("replies").toFixed(2)}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = '= 4 nobody, >= 4 bob cat, either bob, LIMIT 2 ann amy bob cat
least 0, mean 11.67' ] ||
  { echo "changed: dataframe-js finds others"; exit 1; }
