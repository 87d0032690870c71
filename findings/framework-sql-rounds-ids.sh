#!/usr/bin/env bash
# @observablehq/framework 1.13.4 with the @duckdb/duckdb-wasm 1.29.0 that it uses (npm): SQL cells and DuckDBClient round
# ids of 64 bits, and two people become one number.
#
# Expected: a BIGINT comes as a BigInt, as duckdb-wasm by itself gives it.
# Instead: Framework opens DuckDB with castBigIntToDouble where nobody says otherwise, so every
#   BIGINT is cast to a double after the query. No error, no warning, no type to see it by. SQL
#   itself still counts two people; a Map, a join or a link in JavaScript has one.
# Output seen: duckdb-wasm 1234567890123456788 1234567890123456789; Framework 1234567890123456800
#   1234567890123456800; people by SQL 2, by JavaScript 1.
# Since: seen on 2026-11-30.
# For followers: ids of X since 2015 have 18 and 19 digits. Write id::varchar in the query, or open
#   your own: DuckDBClient.of({...}, {query: {castBigIntToDouble: false}}).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @observablehq/framework@1.13.4 @duckdb/duckdb-wasm@1.29.0 apache-arrow@17.0.0
# Framework's client as it is, but for what the browser gives it: a worker, and where its files lie.
cat > browser.mjs <<'JS'
import {createRequire} from "node:module";
import {dirname} from "node:path";
const require = createRequire(import.meta.url);
const blocking = require.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
const duckdb = require(blocking);
const wasm = (name) => ({mainModule: `${dirname(blocking)}/duckdb-${name}.wasm`});
export const open = async (config) => {
  const db = await duckdb.createDuckDB({mvp: wasm("mvp"), eh: wasm("eh")}, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await db.instantiate(() => {});
  db.open(config);
  return db;
};
export const LogLevel = {WARNING: 3};
export class ConsoleLogger {}
export const selectBundle = async ({eh}) => eh;
export const createWorker = async () => null;
export class AsyncDuckDB {
  async instantiate() {}
  async open(config) {
    this.db = await open(config);
  }
  async connect() {
    return this.db.connect();
  }
}
JS
sed -e 's|"npm:@duckdb/duckdb-wasm"|"./browser.mjs"|' -e '1a const DUCKDB_MANIFEST = {platforms: {mvp: true, eh: true}, extensions: {}};' \
  node_modules/@observablehq/framework/dist/client/stdlib/duckdb.js > client.mjs
cat > run.mjs <<'JS'
import {open} from "./browser.mjs";
import {DuckDBClient} from "./client.mjs";
const people = "from (values (1234567890123456788), (1234567890123456789)) t(user_id)";
const ids = (table) => table.toArray().map((row) => row.user_id);
const plain = ids((await open({})).connect().query(`select user_id ${people}`));
const client = await DuckDBClient.of();
const framework = ids(await client.query(`select user_id ${people}`));
const [counted] = (await client.query(`select count(distinct user_id) as n ${people}`)).toArray();
console.log(`duckdb-wasm ${plain.join(" ")}; Framework ${framework.join(" ")}; ` +
  `people by SQL ${counted.n}, by JavaScript ${new Set(framework).size}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "duckdb-wasm 1234567890123456788 1234567890123456789; Framework 1234567890123456800 1234567890123456800; people by SQL 2, by JavaScript 1" ] ||
  { echo "changed: Framework gives ids of SQL otherwise"; exit 1; }
