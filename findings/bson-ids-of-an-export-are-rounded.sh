#!/usr/bin/env bash
# bson 7.3.4 (npm, MongoDB's own): two followers of an export of MongoDB are one id, and what is written back is another one.
#
# Expected: {"$numberLong": "1890000000000000001"} is MongoDB's way to write 64 bits in JSON without losing any. EJSON.parse() gives a
#   Long, as BSON.deserialize() does of a number too large for a double, and as Python's bson.json_util gives an int with all digits.
# Instead: it is a double, rounded, whatever its size; relaxed: true is what parse() has by itself, and "attempt to return native JS types where
#   possible". BSON of the same id gives a Long. stringify() of the document, also with relaxed: false, writes the rounded id.
# Output seen: export 2 ids, read 1, written {"$numberLong":"1890000000000000000"}; BSON Long 1890000000000000001; with relaxed: false 2.
# Since: seen on 2026-11-30.
# For followers: mongoexport --jsonFormat=canonical keeps what its relaxed form would lose, and reading it loses it all the same: neighbouring
#   ids are one person, and an export that is read and written again is of others. Say relaxed: false or useBigInt64: true.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund bson@7.3.4
cat > run.mjs <<'JS'
import { BSON, EJSON, Long } from "bson";
const ids = ["1890000000000000001", "1890000000000000002"];
const exported = JSON.stringify(ids.map((id) => ({ id: { $numberLong: id } })));
const people = (read) => new Set(read.map(({ id }) => String(id))).size;
const read = EJSON.parse(exported);
const { id } = BSON.deserialize(BSON.serialize({ id: Long.fromString(ids[0]) }));
const written = JSON.parse(EJSON.stringify(read, { relaxed: false }))[0].id;
console.log(
  `export ${ids.length} ids, read ${people(read)}, written ${JSON.stringify(written)}; ` +
    `BSON ${id.constructor.name} ${id}; with relaxed: false ${people(EJSON.parse(exported, { relaxed: false }))}`,
);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'export 2 ids, read 1, written {"$numberLong":"1890000000000000000"}; BSON Long 1890000000000000001; with relaxed: false 2' ] ||
  { echo "changed: bson reads Extended JSON otherwise"; exit 1; }
