#!/usr/bin/env bash
# hyparquet 1.33.0 (npm): a filter for a number in a BIGINT column finds nobody, while a range
# around the same number finds the row.
#
# Expected: parquetQuery({ filter: { follows: { $eq: 4 } } }) finds the row with 4, or fails because
#   4 is a number and the column holds BigInts. $gte and $lte take the 4 without complaint.
# Instead: $eq and $in find nothing and $ne finds every row, without an error, since they compare
#   strictly and the others do not.
# Output seen: $gte and $lte 4: 1 row, $eq 4: 0, $in [4]: 0, $ne 4: 3 of 3, $eq 4n: 1.
# Since: seen on 2026-11-28.
# For cohorts: count(*) of DuckDB is BIGINT, so counts in Parquet files are BigInts in a page. A
#   page that asks for cohorts with exactly 0 unfollows says that there are none; "all but
#   week 0" holds week 0. Write 4n, or cast counts to INTEGER before writing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund hyparquet@1.33.0 hyparquet-writer@0.17.0
cat > run.mjs <<'JS'
import { parquetQuery } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
const file = parquetWriteBuffer({ columnData: [{ name: "follows", data: [3n, 4n, 5n] }] });
const rows = async (condition) => (await parquetQuery({ file, filter: { follows: condition } })).length;
console.log(`range ${await rows({ $gte: 4, $lte: 4 })}, $eq ${await rows({ $eq: 4 })}, ` +
  `$in ${await rows({ $in: [4] })}, $ne ${await rows({ $ne: 4 })}, $eq 4n ${await rows({ $eq: 4n })}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'range 1, $eq 0, $in 0, $ne 3, $eq 4n 1' ] ||
  { echo "changed: hyparquet filters BigInts otherwise"; exit 1; }
