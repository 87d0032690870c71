#!/usr/bin/env bash
# csvtojson 2.0.14 (npm): with ignoreEmpty a post of several lines that stands in the first column loses its beginning, and one of
# three lines is two posts.
#
# Expected: ignoreEmpty: true leaves out the fields that are empty, and nothing else. "thanks @ann", "and @bob", "and @cat" on three
#   lines in quotes are one text that mentions three people, as without the option, and with it where the id stands
#   first.
# Instead: what has been read of a row is thrown away as empty as long as its first field has not ended, and reading goes on with
#   the next line as a row of its own. The closing quote stays in the text. No error.
# Output seen, posts and people mentioned, of 2 posts with 3: text first 3 posts, 2 people, without the option 2 posts, 3 people; id
#   first 2 posts, 3 people; with d3-dsv 3.0.1 2 posts, 3 people.
# Since: seen on 2026-11-30.
# For engagement: thanks go to several people in a line each, and only those named last get theirs; posts that nobody wrote have no
#   id. Take out empty fields afterwards.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund csvtojson@2.0.14 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import csvtojson from "csvtojson";
import {csvParse} from "d3-dsv";
const post = '"thanks @ann\nand @bob\nand @cat"';
const textFirst = `text,id\n${post},1\nhello,2\n`;
const idFirst = `id,text\n1,${post}\n2,hello\n`;
const tell = (posts) => `${posts.length} ${posts.flatMap(({text}) => text.match(/@\w+/g) ?? []).length}`;
const read = async (csv, options) => tell(await csvtojson(options).fromString(csv));
const ignoreEmpty = true;
console.log(`text first ${await read(textFirst, {ignoreEmpty})}, without ${await read(textFirst, {})}`);
console.log(`id first ${await read(idFirst, {ignoreEmpty})}, d3 ${tell(csvParse(textFirst))}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "$(printf 'text first 3 2, without 2 3\nid first 2 3, d3 2 3')" ] || { echo "changed: csvtojson reads posts otherwise"; exit 1; }
