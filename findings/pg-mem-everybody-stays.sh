#!/usr/bin/env bash
# pg-mem 3.0.14 (npm, PostgreSQL in memory, for tests; @electric-sql/pglite 0.5.17 is PostgreSQL itself): of three people of whom one left,
# count(*) filter (where gone is null) is 3, and the last day of 2026 is in week 1.
#
# Expected: what PostgreSQL has: 2, and of 4, 5 January and 31 December 2026 the weeks 1, 2 and 53, of ISO; a month before 31 December is
#   30 November. What is not there fails, and says so at length, as OVER and string_agg() do.
# Instead: FILTER of aggregates is read and left out, and so is ORDER BY within array_agg(). Weeks are those of America, from Sunday on,
#   and without a year that would go with them. Months run over into the next. No error.
# Output seen: stay 3, last seen 1 2 3, weeks 2 2 1, a month before 2026-12-01; PostgreSQL 2, 3 2 1, 1 2 53, 2026-11-30.
# Since: seen on 2026-11-30.
# For cohorts: a test of the SQL of retention is green of the wrong number, and red of the right one: everybody is kept. Write
#   count(case when … then 1 end), or test with PGlite.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund pg-mem@3.0.14 @electric-sql/pglite@0.5.17
cat > run.mjs <<'JS'
import { PGlite } from "@electric-sql/pglite";
import { newDb } from "pg-mem";
const table = `create table people (id int, came date, gone date);
  insert into people values (1, '2026-01-04', null), (2, '2026-01-05', '2026-02-01'), (3, '2026-12-31', null)`;
const questions = [
  "select count(*) filter (where gone is null) as found from people",
  "select array_agg(id order by id desc) as found from people",
  "select extract(week from came) as found from people order by id",
  "select came - interval '1 month' as found from people where id = 3",
];
const write = (found) => (found instanceof Date ? found.toISOString().slice(0, 10) : [found].flat().join(" "));
const tell = (name, answers) => console.log(`${name} ${answers.map((rows) => rows.map((row) => write(row.found)).join(" ")).join(", ")}`);
const memory = newDb().public;
memory.none(table);
tell("pg-mem", questions.map((question) => memory.many(question)));
const real = new PGlite();
await real.exec(table);
const answers = [];
for (const question of questions) answers.push((await real.query(question)).rows);
tell("PostgreSQL", answers);
await real.close();
JS
seen=$(TZ=UTC node run.mjs)
echo "$seen"
[ "$seen" = 'pg-mem 3, 1 2 3, 2 2 1, 2026-12-01
PostgreSQL 2, 3 2 1, 1 2 53, 2026-11-30' ] ||
  { echo "changed: pg-mem answers otherwise"; exit 1; }
