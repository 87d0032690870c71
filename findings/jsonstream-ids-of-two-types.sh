#!/usr/bin/env bash
# JSONStream 1.3.5 with jsonparse 1.3.1 (npm): of ids written as numbers, those of new accounts are texts and those of old ones
# numbers; so are those of new ones that end in zeros.
#
# Expected: a number of JSON is a number, exact or rounded, as from JSON.parse, or a text for all ids.
# Instead: digits that come back from Number() unchanged are a number, others a text: 12 and 2244994945 are numbers,
#   1234567890123456789 is a text, 1234567890123456800 a number. It is a comment in the code of jsonparse, and nothing of it in
#   the README. No error.
# Output seen: JSONStream number number string number; of 4 known as text found 1, known as numbers found 3; JSON.parse number number
#   number number, found 0 and 4 (two of them as one number).
# Since: seen on 2026-11-30.
# For followers: X's lists of ids (followers/ids) and exports have them as numbers. A Set or Map of the handles from CSV, whose ids are
#   texts, finds the newcomers and none of the first millions; two lists compared by === do, until an id changes its writing.
#   Take String(id) of what comes out, and ids with quotes where there are any.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund JSONStream@1.3.5 jsonparse@1.3.1
cat > run.cjs <<'JS'
const { Readable } = require("node:stream");
const JSONStream = require("JSONStream");
const written = ["12", "2244994945", "1234567890123456789", "1234567890123456800"];
const text = `{"ids": [${written.join(", ")}], "next_cursor": 0}`;
const count = (known, ids) => ids.filter((id) => known.has(id)).length;
const show = (ids) => [ids.map((id) => typeof id).join(" "), count(new Set(written), ids), count(new Set(written.map(Number)), ids)];
const ids = [];
Readable.from([text])
  .pipe(JSONStream.parse("ids.*"))
  .on("data", (id) => ids.push(id))
  .on("end", () => {
    const [types, texts, numbers] = show(ids);
    const [typesOfParse, textsOfParse, numbersOfParse] = show(JSON.parse(text).ids);
    console.log(
      `JSONStream ${types}; of 4 known as text found ${texts}, known as numbers found ${numbers}; ` +
        `JSON.parse ${typesOfParse}, found ${textsOfParse} and ${numbersOfParse}`,
    );
  });
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "JSONStream number number string number; of 4 known as text found 1, known as numbers found 3; JSON.parse number number number number, found 0 and 4" ] ||
  { echo "changed: JSONStream reads ids otherwise"; exit 1; }
