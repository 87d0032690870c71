#!/usr/bin/env bash
# uDSV 0.7.3 (npm, udsv): of a list sorted by handle, in which handles of digits stand first, all others are NaN; so are the numbers of those who have
# millions, and ids of 19 digits are rounded.
#
# Expected: a column of numbers and texts is one of texts, as in DuckDB, polars and Papa Parse, where each cell is itself; or a cell that does
#   not fit fails, or is left as it is written. The unknown is null.
# Instead: inferSchema() looks at the first ten rows and takes the rest for the same: NaN, without an error. The limit
#   stands in a comment of its types ("analysis limit"); what becomes of the others does not, and the README is silent.
# Output seen: handle n, the last NaN, people with a handle 10 of 40; reach n, 1.2M NaN; ids 2 before, 1 after; with texts among the first ten
#   handle s, the last ann39.
# Since: seen on 2026-11-30.
# For followers: whom one sorts by is whom one loses: the largest accounts of a list, or everybody but the few. Set the types of columns in the
#   schema, or take stringObjs().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund udsv@0.7.3
cat > run.mjs <<'JS'
import { inferSchema, initParser } from "udsv";
const rows = (digits) =>
  Array.from({ length: 40 }, (_, at) => ({
    id: 1890000000000000001n + BigInt(at) % 2n,
    handle: at < digits ? `${1000 + at}` : `ann${at}`,
    reach: at < digits ? `${at}` : "1.2M",
  }));
const read = (list) => {
  const csv = `id,handle,reach\n${list.map(({ id, handle, reach }) => `${id},${handle},${reach}`).join("\n")}\n`;
  const schema = inferSchema(csv);
  return { kinds: schema.cols.map(({ type }) => type), people: initParser(schema).typedObjs(csv) };
};
const { kinds, people } = read(rows(10));
const known = people.filter(({ handle }) => !Number.isNaN(handle)).length;
const ids = (list) => new Set(list.map(({ id }) => String(id))).size;
const mixed = read(rows(5));
console.log(
  `handle ${kinds[1]}, the last ${people.at(-1).handle}, people with a handle ${known} of 40; reach ${kinds[2]}, 1.2M ${people.at(-1).reach}; ` +
    `ids ${ids(rows(10))} before, ${ids(people)} after; with texts among the first ten handle ${mixed.kinds[1]}, the last ${mixed.people.at(-1).handle}`,
);
JS
seen=$(node run.mjs)
echo "$seen"
lost="handle n, the last NaN, people with a handle 10 of 40; reach n, 1.2M NaN; ids 2 before, 1 after"
[ "$seen" = "$lost; with texts among the first ten handle s, the last ann39" ] ||
  { echo "changed: uDSV infers types otherwise"; exit 1; }
