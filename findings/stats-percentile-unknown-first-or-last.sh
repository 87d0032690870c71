#!/usr/bin/env bash
# stats-percentile 3.3.0 (npm): whoever's days are not known stayed shortest of all if they stand first in the list, and longest if they stand
# anywhere else, so that the median of the others changes with the order of rows.
#
# Expected: the percentile is of a set of numbers: the order of the list does not matter, and what is no number is refused, left out, or has one place, as
#   NaN is the least in percentile 1.6.0.
# Instead: numbers are partitioned by < alone. Of NaN and undefined every comparison is false: as the pivot nobody is less than it, beside another pivot it
#   is not less. Only null is always the same, 0 days. No error; the README speaks of numbers alone.
# Output seen, 20th and 50th percentile and the greatest of 30, 7, 1, 14 and one unknown: first undefined ? 7 30, NaN NaN 7 30; second undefined 1 14
#   ?, NaN 1 14 NaN; last undefined 1 14 ?, NaN 1 14 NaN; null anywhere null 7 30.
# Since: seen on 2026-12-01.
# For stays: a median of 7 days is one of 14 by sorting the same rows otherwise. Drop the unknown first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund stats-percentile@3.3.0
cat > run.cjs <<'JS'
const loaded = require("stats-percentile");
const percentile = loaded.default ?? loaded;
const tell = (place, unknown) => {
  const days = [30, 7, 1, 14];
  days.splice(place, 0, unknown);
  return `${unknown} ${[20, 50, 100].map((p) => percentile(days, p)).map((found) => (found === undefined ? "?" : `${found}`)).join(" ")}`;
};
const places = { first: 0, second: 1, last: 4 };
console.log(Object.entries(places).map(([name, at]) => `${name} ${[undefined, NaN, null].map((who) => tell(at, who)).join(", ")}`).join("; "));
JS
seen=$(node run.cjs)
echo "$seen"
unknown="undefined 1 14 ?, NaN 1 14 NaN, null null 7 30"
[ "$seen" = "first undefined ? 7 30, NaN NaN 7 30, null null 7 30; second $unknown; last $unknown" ] ||
  { echo "changed: stats-percentile puts the unknown elsewhere"; exit 1; }
