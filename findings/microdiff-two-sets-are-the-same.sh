#!/usr/bin/env bash
# microdiff 1.6.0, deep-diff 1.0.2 and jsondiffpatch 0.7.7 (npm): between two Sets or two Maps of followers nobody came and nobody left.
#
# Expected: of followers ann and bob last week and bob and cat this week one left and one came; what a library cannot compare it refuses.
#   Node's own assert.deepStrictEqual finds the two Sets unequal, and so does isEqual of lodash.
# Instead: Sets and Maps are gone through as objects of fields, of which they have none, and two of them are the same: no
#   differences, within other objects too, while a Date there is compared as a date. The types of microdiff let a Set pass. No
#   error, no warning.
# Output seen, differences: arrays microdiff 2, deep-diff 2, jsondiffpatch some; Sets 0 0 none; Maps 0 0 none; a Set within an object 0 0
#   none; node unequal.
# Since: seen on 2026-11-30.
# For followers: a list of people is a Set of ids or a Map by id, in anything that looks them up. The report of who came and left
#   between two looks is empty, week after week. Compare [...set] by Set.has, or make objects of the Maps first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund microdiff@1.6.0 deep-diff@1.0.2 jsondiffpatch@0.7.7
cat > run.mjs <<'JS'
import assert from "node:assert";
import deepDiff from "deep-diff";
import * as jsondiffpatch from "jsondiffpatch";
import microdiff from "microdiff";
const before = ["ann", "bob"];
const after = ["bob", "cat"];
const show = (what, make) => {
  const [one, other] = [make(before), make(after)];
  const found = jsondiffpatch.diff(one, other) === undefined ? "none" : "some";
  return `${what} ${microdiff(one, other).length} ${(deepDiff.diff(one, other) ?? []).length} ${found}`;
};
const unequal = (() => {
  try {
    assert.deepStrictEqual(new Set(before), new Set(after));
    return "equal";
  } catch {
    return "unequal";
  }
})();
const kinds = {
  arrays: (ids) => ids,
  Sets: (ids) => new Set(ids),
  Maps: (ids) => new Map(ids.map((id) => [id, { reach: id.length }])),
  within: (ids) => ({ day: new Date(0), followers: new Set(ids) }),
};
console.log([...Object.entries(kinds).map(([what, make]) => show(what, make)), `node ${unequal}`].join("; "));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "arrays 2 2 some; Sets 0 0 none; Maps 0 0 none; within 0 0 none; node unequal" ] ||
  { echo "changed: differences of Sets are found otherwise"; exit 1; }
