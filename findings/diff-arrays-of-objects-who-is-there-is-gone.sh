#!/usr/bin/env bash
# diff-arrays-of-objects 1.1.12 (npm): whoever's id is a text in one list and a number in the other is there, and changed, and gone.
#
# Expected: of two lists of followers by id, same, added, updated and removed part the people: each one is in one of them. An id of two types is one person
#   (updated, or same by a compareFunction that looks at handles) or two (added and removed), as in the diff of any keyed join.
# Instead: who is in both is looked up by the id as the name of a property, a text, and who is gone by comparing the ids themselves. Of two people the
#   first is found, the second missed. Those without an id are all one: found by the name "undefined".
# Output seen, of ann 7 and bob 8, and then ann "7", bob 8 and cat 9: same bob, added cat, updated ann, removed ann; with people compared by handle,
#   same ann bob, added cat, removed ann; of ann and bob without ids, and then cat without: updated cat, none added, none removed.
# Since: seen on 2026-12-01.
# For lists by date: one from CSV and one from JSON have everybody kept and everybody lost, and the sum of kept and lost is twice the list. Make ids
#   texts first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund diff-arrays-of-objects@1.1.12
cat > run.cjs <<'JS'
const diff = require("diff-arrays-of-objects");
const person = (who, id) => ({ who, ...(id === undefined ? {} : { id }) });
const tell = (...asked) =>
  Object.entries(diff(...asked)).sort().map(([what, people]) => `${what} ${people.map(({ who }) => who).join(" ") || "-"}`).join(", ");
const first = [person("ann", 7), person("bob", 8)];
const second = [person("ann", "7"), person("bob", 8), person("cat", 9)];
const by_handle = { compareFunction: (one, other) => one.who === other.who };
const nameless = tell([person("ann"), person("bob")], [person("cat")]);
console.log(`${tell(first, second)}; ${tell(first, second, "id", by_handle)}; ${nameless}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "added cat, removed ann, same bob, updated ann; added cat, removed ann, same ann bob, updated -; added -, removed -, same -, updated cat" ] ||
  { echo "changed: others are there and gone"; exit 1; }
