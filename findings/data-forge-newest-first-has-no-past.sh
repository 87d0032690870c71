#!/usr/bin/env bash
# data-forge 1.10.5 (npm): of a list that begins with the newest, all came since any day, and nobody before it.
#
# Expected: startAt(day) is "all rows starting at and after the specified index value", endAt(), before(), after() and between() likewise: of people
#   who came on 7, 14, 21 and 28 January three came since the 14th, and one before, in whatever order they stand; or it fails, as
#   pandas' loc does of such an index ("Cannot perform label based slicing on a non-unique or non-monotonic index").
# Instead: rows are skipped up to the first one that is late enough, or taken up to the first that is too late. Newest first, that is the
#   first row. That the index is to ascend is said nowhere. No error, no warning.
# Output seen: newest first since 4, until 0, after 4, before 0, from 10 to 22 January 0; sorted since 3, until 2, after 2, before 1, from 10 to
#   22 January 2.
# Since: seen on 2026-11-30.
# For followers: X and most exports list the newest first: a month in the middle has no newcomers, and each "since" has everybody. Call
#   orderBy((row) => row.day) before setIndex("day").
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund data-forge@1.10.5
cat > run.cjs <<'JS'
const { DataFrame } = require("data-forge");
const day = (number) => new Date(Date.UTC(2026, 0, number));
const people = new DataFrame([28, 21, 14, 7].map((number) => ({ day: day(number) })));
const tell = (frame) => {
  const list = frame.setIndex("day");
  const counts = [
    ["since", list.startAt(day(14))],
    ["until", list.endAt(day(14))],
    ["after", list.after(day(14))],
    ["before", list.before(day(14))],
    ["from 10 to 22 January", list.between(day(10), day(22))],
  ];
  return counts.map(([name, rows]) => `${name} ${rows.count()}`).join(", ");
};
console.log(`newest first ${tell(people)}; sorted ${tell(people.orderBy((row) => row.day))}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "newest first since 4, until 0, after 4, before 0, from 10 to 22 January 0; sorted since 3, until 2, after 2, before 1, \
from 10 to 22 January 2" ] || { echo "changed: data-forge cuts lists otherwise"; exit 1; }
