#!/usr/bin/env bash
# tsv 0.2.0 (npm): of a post that begins with a quotation only the quotation is left, the mention behind it is gone; one that begins with an
# apostrophe ends at its last one.
#
# Expected: a tab between two cells is all that TSV has, quotes are text; or a cell that is quoted from its first to its last character loses them, as in
#   CSV. "Tea" says @bob is text either way.
# Instead: what stands between a quote or an apostrophe at the beginning and the last one of its kind in the cell is the cell, whatever follows. No error,
#   nor a word in the README. Its CSV.parse() knows quotes no otherwise: a comma in them ends the cell, and the row has one cell too many.
# Output seen: "Tea" says @bob is Tea; 'til we meet, don't wait is til we meet, don; "Tea" alone is Tea; says "Tea" stays; CSV "ann, the first",7: name
#   "ann, id the first", and 7 under the name 2.
# Since: seen on 2026-12-01.
# For engagement: replies that begin with the words they answer no longer mention anybody, and count as none. Split lines and tabs yourself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund tsv@0.2.0
cat > run.cjs <<'JS'
const TSV = require("tsv");
const posts = ['"Tea" says @bob', "'til we meet, don't wait", '"Tea"', 'says "Tea"'];
const read = TSV.parse(["id\tpost", ...posts.map((post, id) => `${id}\t${post}`)].join("\n"));
console.log(`${read.map(({ post }) => post).join("; ")}; ${JSON.stringify(TSV.CSV.parse('name,id\n"ann, the first",7'))}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = 'Tea; til we meet, don; Tea; says "Tea"; [{"2":7,"name":"\"ann","id":" the first\""}]' ] || { echo "changed: cells are read otherwise"; exit 1; }
