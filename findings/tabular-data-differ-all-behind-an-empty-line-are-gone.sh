#!/usr/bin/env bash
# tabular-data-differ 1.1.8 (npm): behind an empty line in the new list everybody has left, and behind one in the old list everybody is new.
#
# Expected: an empty line in CSV is no row, or a row of nothing: skipped or refused. The same three people in both lists are three that are the same, as
#   csv-parse 7.0.3 reads them with skip_empty_lines and d3-dsv 3.0.1 reads a fourth row.
# Instead: an empty line is taken for the end of the file. What stands behind it is not read, not counted, and not compared. The library says of rows that
#   are not in order that they are not; of this it says nothing.
# Output seen, of ann, bob and cat in both lists: no empty line same 3; one behind ann in the new list same 1, deleted 2; in the old one same 1, added 2; in
#   both same 1, and nothing else.
# Since: seen on 2026-12-01.
# For lists by date: lists put together with cat, of which one ends with two line ends, lose the others whole; and if each has it, nobody comes or leaves,
#   for ever. Take empty lines out with grep . first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund tabular-data-differ@1.1.8
cat > run.cjs <<'JS'
const { ArrayInputStream, diff } = require("tabular-data-differ");
const whole = ["id,handle", "1,ann", "2,bob", "3,cat"];
const broken = [...whole.slice(0, 2), "", ...whole.slice(2)];
const tell = async (before, after) => {
  const source = (lines) => ({ format: "csv", stream: new ArrayInputStream(lines) });
  const { same, added, deleted } = await diff({ oldSource: source(before), newSource: source(after), keys: ["id"] }).to("null");
  return `same ${same} added ${added} deleted ${deleted}`;
};
(async () => {
  const seen = [await tell(whole, whole), await tell(whole, broken), await tell(broken, whole), await tell(broken, broken)];
  console.log(`none ${seen[0]}; new ${seen[1]}; old ${seen[2]}; both ${seen[3]}`);
})();
JS
seen=$(node run.cjs)
echo "$seen"
one="none same 3 added 0 deleted 0; new same 1 added 0 deleted 2; old same 1 added 2 deleted 0"
[ "$seen" = "$one; both same 1 added 0 deleted 0" ] || { echo "changed: empty lines are read otherwise"; exit 1; }
