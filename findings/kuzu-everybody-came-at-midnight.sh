#!/usr/bin/env bash
# kuzu 0.11.3 (npm): a time that is given as a Date is the midnight before it, when it is written and when it is asked for.
#
# Expected: a Date is a moment, to the millisecond: bound to a query, `came: $came` of a TIMESTAMP column keeps 14:00, as with timestamp("…") in the
#   query or a text that is cast, and came >= $since finds who came since then. Types let a Date pass, and a TIMESTAMP is read back as one.
# Instead: it is bound as a DATE, in UTC, whatever it is compared with or written to; lists and structs alike. No error, no warning.
# Output seen: written at 08:00, 14:00 and 23:30, kept at 00:00 00:00 00:00, by text 08:00 14:00 23:30; of those by text since 13:00 ann
#   bob cat, since 13:00 as text bob cat; at 14:00 none, as text bob; type DATE; 23:30 in New York 2026-01-06T00:00.
# Since: seen on 2026-11-30.
# For followers: who followed first, on a day on which both did, is lost in writing, and "since the last look" finds all of the day once
#   more. Bind date.toISOString(), and cast($came as TIMESTAMP).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund kuzu@0.11.3
cat > run.cjs <<'JS'
const { Connection, Database } = require("kuzu");
const connection = new Connection(new Database(":memory:"));
const ask = async (query, values = {}) => (await connection.execute(await connection.prepare(query), values)).getAll();
const day = (time) => new Date(`2026-01-05T${time}:00Z`);
const people = [["ann", "08:00"], ["bob", "14:00"], ["cat", "23:30"]];

const main = async () => {
  const kept = [];
  for (const [table, how, value] of [["Dates", "$came", (date) => date], ["Texts", "cast($came as TIMESTAMP)", (date) => date.toISOString()]]) {
    await ask(`CREATE NODE TABLE ${table}(who STRING, came TIMESTAMP, PRIMARY KEY(who))`);
    for (const [who, time] of people) await ask(`CREATE (:${table} {who: $who, came: ${how}})`, { who, came: value(day(time)) });
    const rows = await ask(`MATCH (p:${table}) RETURN p.came AS came ORDER BY p.who`);
    kept.push(rows.map(({ came }) => came.toISOString().slice(11, 16)).join(" "));
  }
  const find = async (condition, came) =>
    (await ask(`MATCH (p:Texts) WHERE p.came ${condition} RETURN p.who AS who ORDER BY who`, { came })).map(({ who }) => who).join(" ") || "none";
  const since = [await find(">= $came", day("13:00")), await find(">= cast($came as TIMESTAMP)", day("13:00").toISOString())];
  const at = [await find("= $came", day("14:00")), await find("= cast($came as TIMESTAMP)", day("14:00").toISOString())];
  const [{ type, came }] = await ask("RETURN typeof($came) AS type, $came AS came", { came: new Date("2026-01-05T23:30:00-05:00") });
  console.log(`kept ${kept.join(", ")}; since 13:00 ${since.join(", ")}; at 14:00 ${at.join(", ")}; ${type} ${came.toISOString().slice(0, 16)}`);
  process.exit(0);
};
main();
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "kept 00:00 00:00 00:00, 08:00 14:00 23:30; since 13:00 ann bob cat, bob cat; at 14:00 none, bob; DATE 2026-01-06T00:00" ] ||
  { echo "changed: kuzu keeps other times"; exit 1; }
