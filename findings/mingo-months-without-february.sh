#!/usr/bin/env bash
# mingo 7.2.7 (npm, MongoDB's queries for JavaScript): between 31 January and 31 July there is no February and no end of a month,
# and a month after 31 August is 1 October.
#
# Expected: $dateAdd goes to the last day of a month that is shorter, as MongoDB documents of it (31 January and one month is 28
#   February), and $densify fills in the months between with such days, one in each.
# Instead: a day too many runs over into the next month. $densify counts on from there, so that one month is missing and all later ones
#   have the wrong day. No error.
# Output seen: between 2026-01-31 and 2026-07-31 03-03 04-03 05-03 06-03 07-03; a month after 2026-01-31 2026-03-03, after
#   2026-08-31 2026-10-01, a year after 2024-02-29 2025-03-01.
# Since: seen on 2026-11-30.
# For cohorts: counts at the end of each month are what such lists hold, and $densify is for the months in which nobody was counted:
#   February stays away from the chart, and what is filled in never meets what was counted. Densify by first days of months.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund mingo@7.2.7
cat > run.mjs <<'JS'
import { aggregate } from "mingo";
const day = (text) => new Date(`${text}T00:00:00Z`);
const write = (date) => date.toISOString().slice(0, 10);
const looks = [{ day: day("2026-01-31"), people: 40 }, { day: day("2026-07-31"), people: 52 }];
const densify = { field: "day", range: { step: 1, unit: "month", bounds: "full" } };
const filled = aggregate(looks, [{ $densify: densify }], {}).slice(1, -1);
const after = (text, unit) => {
  const [{ next }] = aggregate([{}], [{ $project: { next: { $dateAdd: { startDate: day(text), unit, amount: 1 } } } }], {});
  return `a ${unit} after ${text} ${write(next)}`;
};
console.log(`between ${filled.map((look) => write(look.day).slice(5)).join(" ")}`);
console.log([after("2026-01-31", "month"), after("2026-08-31", "month"), after("2024-02-29", "year")].join(", "));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'between 03-03 04-03 05-03 06-03 07-03
a month after 2026-01-31 2026-03-03, a month after 2026-08-31 2026-10-01, a year after 2024-02-29 2025-03-01' ] ||
  { echo "changed: mingo has other months"; exit 1; }
