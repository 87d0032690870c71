#!/usr/bin/env bash
# @dsnp/parquetjs 1.8.9 (npm; 1.9.3 has no code in it) with DuckDB 1.5.6 (PyPI): accounts made between 2014 and 2016 have negative ids, if the column is
# UINTEGER.
#
# Expected: X's ids of those years lie between 2,147,483,648 and 4,294,967,295, and a UINTEGER column holds them. Its Parquet file says
#   UINT_32, the reader names that type, and gives the numbers back, as pyarrow and hyparquet do.
# Instead: the reader takes the bits for a number with a sign. 64 bits without a sign, as those of hash(), go the same way. No error.
# Output seen: early 12 783214, later -1794967296 -1; hash below 0 true; hyparquet 2500000000 4294967295.
# Since: seen on 2026-11-30.
# For followers: older accounts have their ids and newer ones have theirs, in wider columns; those between join
#   nobody. Write ids as BIGINT or text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @dsnp/parquetjs@1.8.9 hyparquet@1.33.0
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py duckdb==1.5.6
PYTHONPATH=py python3 - <<'PY'
import duckdb
duckdb.sql("""copy (select id::uinteger as id, 18000000000000000000::ubigint as hash
  from unnest([12, 783214, 2500000000, 4294967295]) as people(id)) to 'people.parquet'""")
PY
cat > run.mjs <<'JS'
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import parquetjs from "@dsnp/parquetjs";

const reader = await parquetjs.ParquetReader.openFile("people.parquet");
const cursor = reader.getCursor();
const rows = [];
for (let row = await cursor.next(); row; row = await cursor.next()) rows.push(row);
await reader.close();
const ids = rows.map(({id}) => String(id));
const others = await parquetReadObjects({file: await asyncBufferFromFile("people.parquet")});
console.log(`early ${ids.slice(0, 2).join(" ")}, later ${ids.slice(2).join(" ")}; hash below 0 ${rows[0].hash < 0n}; ` +
  `hyparquet ${others.slice(2).map(({id}) => String(id)).join(" ")}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "early 12 783214, later -1794967296 -1; hash below 0 true; hyparquet 2500000000 4294967295" ] ||
  { echo "changed: parquetjs reads numbers without a sign otherwise"; exit 1; }
