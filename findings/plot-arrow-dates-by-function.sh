#!/usr/bin/env bash
# @observablehq/plot 0.6.17 with apache-arrow 21.2.0 (npm): a column of dates is a time axis by its
# name, and an axis of large numbers by a function that returns the same column.
#
# Expected: Plot takes Arrow tables. x: "day" and x: row => row.day mean the same, as they do for
#   arrays of objects.
# Instead: by name Plot reads the column's type and makes a time scale. Rows of an Arrow table hold
#   dates as numbers of milliseconds, so by function the scale is linear. No error, no
#   warning; ticks of a week lie between weeks.
# Output seen: by name utc, by function linear, rows as an array linear.
# Since: seen on 2026-11-28.
# For cohorts: one function such as "shift by half a week" turns the dates of a retention chart
#   into 1,767,600,000,000, and weekly bins (interval: "week") into something else. Return
#   new Date(row.day).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund apache-arrow@21.2.0 @observablehq/plot@0.6.17 linkedom@0.18.15
cat > run.mjs <<'JS'
import * as Plot from "@observablehq/plot";
import { tableFromArrays } from "apache-arrow";
import { parseHTML } from "linkedom";
const { document } = parseHTML("<html></html>");
const day = ["2026-01-05", "2026-01-12", "2026-01-19"].map((text) => new Date(text));
const table = tableFromArrays({ day, left: [3, 2, 1] });
const scale = (data, x) => Plot.dot(data, { x, y: "left" }).plot({ document }).scale("x").type;
console.log(`by name ${scale(table, "day")}, by function ${scale(table, (row) => row.day)}, ` +
  `rows as an array ${scale([...table], "day")}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "by name utc, by function linear, rows as an array linear" ] ||
  { echo "changed: Plot reads dates of Arrow tables otherwise"; exit 1; }
