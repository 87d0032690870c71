#!/usr/bin/env bash
# chunk-date-range 0.1.0 (npm): cut by months, 10 January to 20 February is one piece, and 10 January to 20 March is three; by weeks, one week from
# a Wednesday is one piece and two weeks are three.
#
# Expected: "split a date range into boundaries by 'day', 'week', 'year'": each boundary between the two dates cuts, so that 10 January to 20 February
#   is January's part and February's, as 10 January to 20 March is three parts.
# Instead: where the range holds no whole month, it is given back as it is, taken to be "on the same interval", though a boundary lies in it. With one whole
#   month in it both ends are cut off. The same holds of hours, days, weeks and years.
# Output seen: month 0110-0220; month 0110-0201 0201-0301 0301-0320; week 0107-0114; week 0107-0112 0112-0119 0119-0121; day, 12 January 18:00 to 13
#   January 06:00, one.
# Since: seen on 2026-12-01.
# For cohorts by month: who came from 10 January to 20 February are all January's, if one names pieces by their beginning, and February has nobody. Ask for a
#   range that begins and ends at a boundary.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund chunk-date-range@0.1.0
cat > run.cjs <<'JS'
const chunk = require("chunk-date-range");
const day = (date) => date.toISOString().slice(5, 10).replace("-", "");
const tell = (start, end, by) => `${by} ${chunk(new Date(start), new Date(end), by).map((part) => `${day(part.start)}-${day(part.end)}`).join(" ")}`;
const asked = [
  ["2026-01-10", "2026-02-20", "month"], ["2026-01-10", "2026-03-20", "month"], ["2026-01-07", "2026-01-14", "week"],
  ["2026-01-07", "2026-01-21", "week"], ["2026-01-12T18:00Z", "2026-01-13T06:00Z", "day"],
];
console.log(asked.map((one) => tell(...one)).join("; "));
JS
seen=$(TZ=UTC node run.cjs)
echo "$seen"
months="month 0110-0220; month 0110-0201 0201-0301 0301-0320"
[ "$seen" = "$months; week 0107-0114; week 0107-0112 0112-0119 0119-0121; day 0112-0113" ] || { echo "changed: ranges are cut otherwise"; exit 1; }
