#!/usr/bin/env bash
# stats-lite 2.2.0 (npm): the tenth part of three people who stayed 1, 30 and 60 days stayed less than -4.8 days.
#
# Expected: a percentile lies between the least and the greatest, whatever the method, as in simple-statistics 7.12.1 and d3-array
#   3.2.5, and in this package at the upper end.
# Instead: below the middle of the first value, which is the 17th percentile of three and the 5th of ten, the line between the first two
#   values is drawn on downwards. Above the middle of the last it stays at the last. The README says that it interpolates. No
#   error.
# Output seen: of three 5 -9.15, 10 -4.8, 25 8.25, 90 60, 100 60, d3 3.9 6.8 15.5 54 60; of ten from 1 to 91 5 1, 2 -2.
# Since: seen on 2026-11-30.
# For cohorts: small ones are the rule, and the first tenth is what a fan of percentiles begins with: less than nothing, which a chart
#   that begins at 0 does not show. From five people on the first decile is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund stats-lite@2.2.0 d3-array@3.2.5
cat > run.mjs <<'JS'
import { quantile } from "d3-array";
import stats from "stats-lite";
const days = [1, 30, 60];
const ten = [1, 11, 21, 31, 41, 51, 61, 71, 81, 91];
const parts = [5, 10, 25, 90, 100];
const tidy = (number) => Number(number.toFixed(6));
const lite = parts.map((part) => `${part} ${tidy(stats.percentile(days, part / 100))}`);
console.log(`of three ${lite.join(", ")}, d3 ${parts.map((part) => tidy(quantile(days, part / 100))).join(" ")}`);
console.log(`of ten 5 ${tidy(stats.percentile(ten, 0.05))}, 2 ${tidy(stats.percentile(ten, 0.02))}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'of three 5 -9.15, 10 -4.8, 25 8.25, 90 60, 100 60, d3 3.9 6.8 15.5 54 60
of ten 5 1, 2 -2' ] ||
  { echo "changed: stats-lite has other percentiles"; exit 1; }
