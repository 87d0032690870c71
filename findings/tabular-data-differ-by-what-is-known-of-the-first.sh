#!/usr/bin/env bash
# tabular-data-differ 1.1.8 (npm): if nothing is known of the first person's replies, nobody's replies change, whatever they do; a column that the new
# list lacks is no change, and one that the old list lacks is a change of everybody.
#
# Expected: of two lists in JSON, a field that any person has is a column: bob's 4 replies and then 9 are a change, as they are where ann has a 0. Columns
#   that are in one list are treated alike, whichever list it is.
# Instead: the columns are the fields of the first object of the new list; the others are not read, of anybody. The README speaks of no such thing.
# Output seen: ann without replies, modified 0 same 2; ann with 0, modified 1 same 1; ann with 0 in the old list alone, modified 0 same 2; a column of CSV
#   gone, modified 0; come, modified 1.
# Since: seen on 2026-12-01.
# For engagement: lists in JSON leave out what is not known, and who is first has the least id, which is the oldest account: what it lacks, all lack. Write
#   null for it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund tabular-data-differ@1.1.8
cat > run.cjs <<'JS'
const { ArrayInputStream, diff } = require("tabular-data-differ");
const tell = async (format, before, after) => {
  const source = (lines) => ({ format, stream: new ArrayInputStream(lines) });
  const { same, modified } = await diff({ oldSource: source(before), newSource: source(after), keys: ["id"] }).to("null");
  return `modified ${modified} same ${same}`;
};
const list = (ann, bob) => [{ id: "1", ...ann }, { id: "2", replies: bob }].map((person) => JSON.stringify(person));
const none = { replies: 0 };
(async () => {
  const without = await tell("json", list({}, 4), list({}, 9));
  const known = await tell("json", list(none, 4), list(none, 9));
  const before = await tell("json", list(none, 4), list({}, 9));
  const columns = [["id,handle", "1,ann"], ["id,handle,replies", "1,ann,4"]];
  console.log(`without ${without}; known ${known}; before ${before}; gone ${await tell("csv", columns[1], columns[0])}, come ${await tell("csv", ...columns)}`);
})();
JS
seen=$(node run.cjs)
echo "$seen"
one="without modified 0 same 2; known modified 1 same 1; before modified 0 same 2"
[ "$seen" = "$one; gone modified 0 same 1, come modified 1 same 0" ] || { echo "changed: other columns are compared"; exit 1; }
