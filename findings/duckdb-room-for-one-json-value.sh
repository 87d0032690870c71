#!/usr/bin/env bash
# DuckDB 1.5.6 (npm @duckdb/node-api 1.5.6-r.1): the most that one JSON value may take is set aside, not allowed.
#
# Expected: maximum_object_size is a limit. Raised to 1 GB "to be safe", a file of 12 bytes still takes
#   next to nothing, as a limit on the length of a line costs nothing in the CSV reader.
# Instead: the reader reserves buffers of that size before it has seen a byte. A list of one id does
#   not fit into a memory limit of 1 GB, and the same list is read at the default of 16 MB.
# Output seen: 16 MB: 1 value; 1 GB: Out of Memory Error
# Since: seen on 2026-11-28.
# For followers' lists: saved lists come as one JSON array of many megabytes, so the default is too
#   small and a round large number is the first thing to write. Set it from the size of the file.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
echo '["12345678"]' > list.json
cat > run.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";
const seen = [];
for (const [name, bytes] of [["16 MB", 16 * 2 ** 20], ["1 GB", 2 ** 30]]) {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "1GB", threads: "2" });
  const connection = await instance.connect();
  const sql = `select count(*) as n from read_json_objects('list.json', format = 'unstructured', maximum_object_size = ${bytes})`;
  const said = await connection.runAndReadAll(sql).then(
    (result) => `${result.getRowObjectsJS()[0].n} value`,
    (error) => error.message.split(":")[0]
  );
  seen.push(`${name}: ${said}`);
}
console.log(seen.join("; "));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = '16 MB: 1 value; 1 GB: Out of Memory Error' ] || { echo "changed: DuckDB sets less aside"; exit 1; }
