#!/usr/bin/env bash
# apache-arrow 21.2.0 (npm): a decimal read from a table has lost its decimal point.
#
# Expected: 12.50 in a column of type Decimal(12, 2) reads as 12.50, as 12.5, or as an object
#   that prints as one of these.
# Instead: the value is the integer below it, without the scale, in every way of reading: as text,
#   as a number, in arithmetic and in JSON. The scale stands only in the type.
# Output seen: text 1250, number 1250, half of it 625, JSON ["1250"].
# Since: seen on 2026-11-28.
# For cohorts: DuckDB gives DECIMAL for 0.5 * count(*), round(x, 2) and every share kept
#   exactly. Read from Arrow in JavaScript a retention of 0.62 is 62, silently, and two
#   columns of different scale cannot be compared. Cast to DOUBLE before handing data over.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund apache-arrow@21.2.0
cat > run.mjs <<'JS'
import { Decimal, makeBuilder } from "apache-arrow";
const builder = makeBuilder({ type: new Decimal(2, 12, 128) }); // scale, precision, bits
builder.append(new Uint32Array([1250, 0, 0, 0])); // 12.50 as the format keeps it
const column = builder.finish().toVector();
const value = column.get(0);
console.log(`text ${value}, number ${Number(value)}, half of it ${value / 2}, JSON`,
  JSON.stringify(column).replaceAll('\\"', ""));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'text 1250, number 1250, half of it 625, JSON ["1250"]' ] ||
  { echo "changed: Arrow reads decimals otherwise"; exit 1; }
