#!/usr/bin/env bash
# alasql 4.19.1 (npm): the first look at each person, by row_number() over (partition by … order by day), is whichever row came
# first, and sum() over (…) is 0.
#
# Expected: of looks at ann on 15 and on 8 January, `order by day` numbers that of the 8th 1, and `order by day desc` that of the
#   15th. sum(reach) over (partition by handle) is 30 for her. What is not supported fails, as rank() over (…) does
#   ("rank is not a function").
# Instead: ORDER BY within OVER is read and thrown away, in both directions, so that rows are numbered as they come; sums over
#   a window are 0 in each row. No error.
# Output seen: first by day ann 15 bob 08, by day desc ann 15 bob 08, reach 0 0 0; rank() refused; DuckDB 1.5.6 (PyPI) 08 08,
#   15 08, reach 30 30 5.
# Since: seen on 2026-11-30.
# For followers: "the first list that a person was in" is written in just this way, and exports come newest first. Everybody
#   then has just come, no cohort has an age, and it is right again where the rows are sorted by chance. Sort in a
#   query of its own before.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund alasql@4.19.1
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target python duckdb==1.5.6
cat > run.cjs <<'JS'
const alasql = require("alasql");
const looks = [["ann", "2026-01-15", 20], ["ann", "2026-01-08", 10], ["bob", "2026-01-08", 5]]
  .map(([handle, day, reach]) => ({handle, day, reach}));
const first = (order) => {
  const numbered = `select handle, day, row_number() over (partition by handle order by ${order}) as place from ?`;
  return alasql(`select * from (${numbered}) where place = 1`, [looks]).map(({day}) => day.slice(8)).join(" ");
};
const sums = alasql("select sum(reach) over (partition by handle) as reach from ?", [looks]);
let rank = "taken";
try {
  alasql("select rank() over (partition by handle order by day) as place from ?", [looks]);
} catch {
  rank = "refused";
}
console.log(`by day ${first("day")}, desc ${first("day desc")}, reach ${sums.map(({reach}) => reach).join(" ")}, rank ${rank}`);
JS
cat > run.py <<'PY'
import duckdb

looks = "(values ('ann', '2026-01-15', 20), ('ann', '2026-01-08', 10), ('bob', '2026-01-08', 5)) as looks (handle, day, reach)"

def first(order):
    numbered = f"select *, row_number() over (partition by handle order by {order}) as place from {looks}"
    rows = duckdb.sql(f"select day from ({numbered}) where place = 1 order by handle").fetchall()
    return " ".join(day[8:] for day, in rows)

sums = duckdb.sql(f"select sum(reach) over (partition by handle) from {looks} order by handle").fetchall()
print(f"by day {first('day')}, desc {first('day desc')}, reach", *(reach for reach, in sums))
PY
seen="alasql $(node run.cjs); DuckDB $(PYTHONPATH=python python3 run.py)"
echo "$seen"
[ "$seen" = "alasql by day 15 08, desc 15 08, reach 0 0 0, rank refused; DuckDB by day 08 08, desc 15 08, reach 30 30 5" ] ||
  { echo "changed: alasql numbers rows otherwise"; exit 1; }
