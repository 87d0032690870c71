#!/usr/bin/env bash
# @duckdb/duckdb-wasm 1.32.0 and 1.29.0 with apache-arrow 17.0.0 (npm, installed together): of six people who stayed for 2, 5, 40, 59, 7 and 9 days
# nobody stayed a day, but for bob, who stayed two months, and fay, five.
#
# Expected: left - came of two times is an INTERVAL of days, and age() one of months and days. In JavaScript it has months, days and nanoseconds, as
#   its type, Interval<MONTH_DAY_NANO>, says; or the type is refused.
# Instead: it is an array of two numbers, years and months, and these are read from the wrong place: each value has four numbers, and the one that
#   is taken is as far from the beginning as the row is. So the second has the days of the first as months, the sixth those of
#   the second, and those between parts of the time of day. No error, no warning. Text is right, and so is apache-arrow 21.2.0 in its
#   place (by hand: 0, 2, 0 and 0 for ann).
# Output seen, years/months: ann 0/0 bob 0/2 cat 0/0 dan 0/0 eve 0/0 fay 0/5; text 2 days 5 days 40 days 59 days 7 days 9 days; age of a month and
#   5 days alone 0/1.
# Since: seen on 2026-11-30.
# For cohorts: a page that asks for how long people stayed shows nothing for most of them and a likely number for one in four. Ask for
#   date_diff('day', came, "left"), or epoch(left - came).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @duckdb/duckdb-wasm@1.32.0 apache-arrow@17.0.0
cat > run.mjs <<'JS'
import { createRequire } from "node:module";
import { dirname } from "node:path";

const require = createRequire(import.meta.url);
const blocking = require.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
const duckdb = require(blocking);
const wasm = (name) => ({ mainModule: `${dirname(blocking)}/duckdb-${name}.wasm` });
const database = await duckdb.createDuckDB({ mvp: wasm("mvp"), eh: wasm("eh") }, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
await database.instantiate(() => {});
database.open({});
const connection = database.connect();
const people = `(values ('ann', 2), ('bob', 5), ('cat', 40), ('dan', 59), ('eve', 7), ('fay', 9)) people(who, days)`;
const stayed = "(timestamp '2026-01-01' + days * interval '1 day' - timestamp '2026-01-01')";
const table = connection.query(`select who, ${stayed} as stayed, ${stayed}::varchar as text from ${people}`);
const rows = table.toArray();
const age = connection.query("select age(date '2026-02-06', date '2026-01-01') as age").get(0).age;
const write = (value) => [...value].join("/");
console.log(
  `${table.schema.fields[1].type}: ${rows.map(({ who, stayed }) => `${who} ${write(stayed)}`).join(" ")}; ` +
    `text ${rows.map(({ text }) => text).join(" ")}; age ${write(age)}`,
);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "Interval<MONTH_DAY_NANO>: ann 0/0 bob 0/2 cat 0/0 dan 0/0 eve 0/0 fay 0/5; text 2 days 5 days 40 days 59 days 7 days 9 days; \
age 0/1" ] || { echo "changed: duckdb-wasm gives intervals otherwise"; exit 1; }
