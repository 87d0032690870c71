#!/usr/bin/env bash
# nodejs-polars 0.26.1 (polars for Node): of ids in signed columns, rows come out rounded and a filter
# for one finds its neighbours; the same ids in unsigned columns stay whole.
#
# Expected: ids of 19 digits from a Parquet file are there as BigInt, as those of a frame made of
#   BigInt are (UInt64 comes out as BigInt), and a filter for one of them, given as BigInt, finds one row.
# Instead: Int64, the type of BIGINT, comes out as a number and is rounded to about 256, without a word.
#   Inside they are whole (two unique ones, and written JSON has all digits), yet the literal of a filter is
#   rounded too and compared as a double, so that both rows are "equal" to it.
# Output seen: Int64: 1799000000000000000 twice, 2 unique, a filter for ...001 finds 2 rows; UInt64:
#   1799000000000000001n and 1799000000000000002n.
# Since: seen on 2026-11-29.
# For follower lists: DuckDB writes BIGINT. Followers with ids near each other (made in the same second)
#   become one person in JavaScript, and looking one up shows the other. Cast to text in Polars first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund nodejs-polars@0.26.1 nodejs-polars-linux-x64-gnu@0.26.1 @duckdb/node-api@1.5.6-r.1
cat > seen.js <<'JS'
import {DuckDBInstance} from "@duckdb/node-api";
import pl from "nodejs-polars";

const db = await (await DuckDBInstance.create()).connect();
await db.run("copy (from (values (1799000000000000001), (1799000000000000002)) t(id)) to 'ids.parquet'");
const read = pl.readParquet("ids.parquet");
const unsigned = pl.DataFrame({id: [1799000000000000001n, 1799000000000000002n]});
const ids = (frame) => frame.toRecords().map(({id}) => `${id} ${typeof id}`).join(", ");
const found = read.filter(pl.col("id").eq(pl.lit(1799000000000000001n))).height;
console.log(`Int64: ${ids(read)}; ${read.getColumn("id").nUnique()} unique, ${found} found`);
console.log(`UInt64: ${ids(unsigned)}`);
JS
seen=$(node seen.js)
echo "$seen"
[ "$seen" = "Int64: 1799000000000000000 number, 1799000000000000000 number; 2 unique, 2 found
UInt64: 1799000000000000001 bigint, 1799000000000000002 bigint" ] ||
  { echo "changed: nodejs-polars hands out ids otherwise"; exit 1; }
