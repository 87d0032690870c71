#!/usr/bin/env bash
# vega 6.4.0 (npm): "cohort 1" to "cohort 12" of a CSV are days of the year 2001, with "cohort 13" beside them they are texts.
#
# Expected: parse: "auto" of a column of names leaves the names, as arquero's and d3's automatic types do. A date is what looks like
#   one.
# Instead: a column is one of dates if JavaScript's Date.parse() takes all of its cells, and in Node and Chrome that
#   takes any word before a number from 1 to 12 (a month of 2001) or from 32 on (a year). The names are gone from the data,
#   without a warning: what is shown is the first of a month of 2001, in local time. Names such as Club 1999 and Class
#   84 go the same way; without a blank they do not.
# Output seen (in UTC): cohorts 2001-01-01 2001-02-01 2001-12-01, with a thirteenth: cohort 1 cohort 12 cohort 13, clubs 1999-01-01 1984-01-01;
#   d3 cohort 1 cohort 2 cohort 12.
# Since: seen on 2026-11-30.
# For cohorts: an axis or a tooltip shows dates that nobody came on, and a join of the chart's data by name finds nothing; with
#   one more campaign it is right again. Name the types: parse: {cohort: "string"}.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund vega@6.4.0 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import {autoType, csvParse} from "d3-dsv";
import {read} from "vega";

const table = (head, ...cells) => [`${head},n`, ...cells.map((cell, n) => `${cell},${n}`)].join("\n");
const shown = (value) => (typeof value === "string" ? value : new Date(value).toISOString().slice(0, 10));
const seen = (head, ...cells) => read(table(head, ...cells), {type: "csv", parse: "auto"}).map((row) => shown(row[head])).join(" ");
const d3 = csvParse(table("cohort", "cohort 1", "cohort 2", "cohort 12"), autoType).map(({cohort}) => shown(cohort)).join(" ");
console.log(`cohorts ${seen("cohort", "cohort 1", "cohort 2", "cohort 12")}, with a thirteenth: ${seen("cohort", "cohort 1", "cohort 12", "cohort 13")}, ` +
  `clubs ${seen("club", "Club 1999", "Class 84")}; d3 ${d3}`);
JS
seen=$(TZ=UTC node run.mjs)
echo "$seen"
right="cohorts 2001-01-01 2001-02-01 2001-12-01, with a thirteenth: cohort 1 cohort 12 cohort 13, clubs 1999-01-01 1984-01-01; d3 cohort 1 cohort 2 cohort 12"
[ "$seen" = "$right" ] || { echo "changed: vega guesses dates otherwise"; exit 1; }
