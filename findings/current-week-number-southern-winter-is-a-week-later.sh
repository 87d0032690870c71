#!/usr/bin/env bash
# current-week-number 1.0.7 (npm): in Sydney and Auckland Monday 15 June 2026 is in week 26, in Berlin, New York and UTC in week 25, which
# is right; so all weeks from April to September or October.
#
# Expected: the number of a day's week, by ISO 8601, depends on the day alone: 15 June 2026 is in week 25 wherever one is, as date-fns 4.4.0 has it in
#   Sydney too (getISOWeek of local days). By hand: 1 January 2026 is a Thursday, week 1; Thursday 18 June is 168 days later, 24 weeks, week 25.
# Instead: local times are taken from each other, those of this Thursday and of the first one, and whole weeks are rounded up. In the north a summer hour
#   makes them an hour less, which rounding heals; in the south the summer hour is in January, and they are an hour more: a week more.
# Output seen, 15 January, 15 June, 15 November: UTC 3 25 46, Europe/Berlin 3 25 46, America/New_York 3 25 46, Australia/Sydney 3 26 46,
#   Pacific/Auckland 3 26 46; date-fns in Sydney 3 25 46.
# Since: seen on 2026-12-01.
# For cohorts by week: one week of April has no newcomers and one of October those of two, and weeks of two machines do not match.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund current-week-number@1.0.7 date-fns@4.4.0
cat > run.cjs <<'JS'
const numbers = { one: require("current-week-number"), other: require("date-fns").getISOWeek };
console.log([[0, 15], [5, 15], [10, 15]].map(([month, day]) => numbers[process.argv[2]](new Date(2026, month, day))).join(" "));
JS
seen=$(for zone in UTC Europe/Berlin America/New_York Australia/Sydney Pacific/Auckland; do echo "$zone $(TZ=$zone node run.cjs one)"; done
  echo "date-fns $(TZ=Australia/Sydney node run.cjs other)")
echo "$seen"
north="UTC 3 25 46,Europe/Berlin 3 25 46,America/New_York 3 25 46"
[ "$(paste -sd, <<< "$seen")" = "$north,Australia/Sydney 3 26 46,Pacific/Auckland 3 26 46,date-fns 3 25 46" ] ||
  { echo "changed: weeks have other numbers"; exit 1; }
