#!/usr/bin/env bash
# percentile 1.6.0 (npm): of a list in which of one person the number is not known, the first percentile is who stayed longest, once the
# unknown stands second; and it is another one by where it stands.
#
# Expected: a person without the number, taken by the function that reads it, is left out, or is the least, as the README has it of "non-numeric
#   (NaN) values", the same wherever they stand: people of 1, 7, 14 and 30 days have a median of 7 or 14, and who stayed 30 days is last.
# Instead: only NaN itself is the least. Of undefined, which a field that is not there gives, every comparison is false, so that it is equal to
#   everybody, and the others are not sorted across it. No error.
# Output seen, days at 1, 50 and 100 in a hundred: unknown first ?, 7, 30; second 30, 1, 14; third 1, 14, ?; fourth 1, 14, ?; last 1, 14, ?;
#   NaN in its place, second NaN, 7, 30.
# Since: seen on 2026-12-01.
# For stays: the longest and the shortest are exchanged by one row, and the median is anything. Drop the unknown before you ask.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund percentile@1.6.0
cat > run.cjs <<'JS'
const percentile = require("percentile");
const people = (place, unknown) => {
  const all = [30, 7, 1, 14].map((days) => ({ days }));
  all.splice(place, 0, unknown);
  return percentile([1, 50, 100], all, (person) => person.days).map(({ days }) => days ?? "?").join(", ");
};
const places = ["first", "second", "third", "fourth", "last"].map((name, place) => `${name} ${people(place, {})}`);
console.log(`${places.join("; ")}; NaN ${people(1, { days: NaN })}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "first ?, 7, 30; second 30, 1, 14; third 1, 14, ?; fourth 1, 14, ?; last 1, 14, ?; NaN NaN, 7, 30" ] ||
  { echo "changed: percentile sorts the unknown otherwise"; exit 1; }
