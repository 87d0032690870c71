#!/usr/bin/env bash
# @duckdb/node-api 1.5.6-r.1: an id bound as a BigInt comes back from Parquet as another id.
#
# Expected: BigInt is JavaScript's exact type for ids, DuckDB has BIGINT and Parquet has INT64.
#   An id below 2^63 that is bound as a BigInt, kept in a table and copied to Parquet is read
#   back as the same id.
# Instead: a bound BigInt becomes a HUGEINT, whatever its size, and COPY writes HUGEINT columns
#   to Parquet as DOUBLE without a word. Beyond 2^53 the id is rounded.
# Output seen: bound as HUGEINT, read as DOUBLE, 1234567890123456789 -> 1234567890123456768.
# Since: seen on 2026-11-28.
# For follower data: ids of X have 19 digits. Rounded ids match nobody in other snapshots, so
#   everyone seems to have left, or two followers become one. sum() of integers is a HUGEINT as
#   well, so sums too are doubles after a trip through Parquet. Cast to BIGINT in the query.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
cat > run.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";
const db = await (await DuckDBInstance.create(":memory:")).connect();
const first = async (sql) => (await db.runAndReadAll(sql)).getRows()[0];
await db.run("create table follower as select $1 as id", [1234567890123456789n]);
const [bound, kept] = await first("select typeof(id), id::varchar from follower");
await db.run("copy follower to 'follower.parquet'");
const [read, id] = await first("select typeof(id), id::bigint::varchar from 'follower.parquet'");
console.log(`bound as ${bound}, read as ${read}, ${kept} -> ${id}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "bound as HUGEINT, read as DOUBLE, 1234567890123456789 -> 1234567890123456768" ] ||
  { echo "changed: a bound BigInt goes through Parquet otherwise"; exit 1; }
