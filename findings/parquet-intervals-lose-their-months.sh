#!/usr/bin/env bash
# DataFusion 55.0.0 (PyPI) and parquet-wasm 0.8.0 (npm): an age of 1 year, 3 months and 3 days, read from a Parquet file, is
# 3 days.
#
# Expected: Parquet's INTERVAL holds months, days and milliseconds. DuckDB's age() gives such intervals, and reads its own
#   file as it wrote it. A reader has a type for all three parts (Arrow's MonthDayNano), or refuses, as
#   hyparquet does ("parquet interval not supported"), or gives the bytes, as pyarrow does.
# Instead: both readers, which share Rust's arrow crates, make an Interval(DayTime) of it and leave the months out. No
#   error. Who stayed for a year and three months and who came three days ago are the same.
# Output seen: DuckDB 1 year 3 months 3 days and 3 days; DataFusion 3 days and 3 days, above 30 days nobody; parquet-wasm
#   3,0 and 3,0 (days and milliseconds).
# Since: seen on 2026-11-30 (duckdb 2.0.1, apache-arrow 21.2.0).
# For cohorts: age(left_on, followed_on) is the nearest way to say how long somebody stayed. All who stayed for whole months
#   stayed for 0 days. Write days as an integer.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py duckdb==2.0.1 datafusion==55.0.0 pyarrow==26.0.1
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund parquet-wasm@0.8.0 apache-arrow@21.2.0
seen=$(PYTHONPATH=py python3 - <<'PY'
import duckdb
from datafusion import SessionContext

duckdb.sql("""copy (from (values ('ann', age(date '2026-04-08', date '2025-01-05')), ('bob', age(date '2026-04-08', date '2026-04-05')))
  people(who, stayed)) to 'stays.parquet'""")
by_duckdb = [row[0] for row in duckdb.sql("select stayed::varchar from 'stays.parquet' order by who").fetchall()]
context = SessionContext()
context.register_parquet("stays", "stays.parquet")
by_datafusion = context.sql("select cast(stayed as varchar) as text from stays order by who").to_pydict()["text"]
long = context.sql("select who from stays where stayed > interval '30 days'").to_pydict()["who"]
print(f"DuckDB {' and '.join(by_duckdb)}; DataFusion {' and '.join(by_datafusion)}, above 30 days {len(long)}", end="; ")
PY
)
cat > run.mjs <<'JS'
import {readFileSync} from "node:fs";
import {tableFromIPC} from "apache-arrow";
import {readParquet} from "parquet-wasm";
const table = tableFromIPC(readParquet(new Uint8Array(readFileSync("stays.parquet"))).intoIPCStream());
console.log(`parquet-wasm ${[...table.getChild("stayed")].map(String).join(" and ")}`);
JS
seen+=$(node run.mjs)
echo "$seen"
[ "$seen" = "DuckDB 1 year 3 months 3 days and 3 days; DataFusion 3 days and 3 days, above 30 days 0; parquet-wasm 3,0 and 3,0" ] ||
  { echo "changed: months of intervals in Parquet files are read otherwise"; exit 1; }
