#!/usr/bin/env bash
# hyparquet 1.33.0 with hyparquet-writer 0.17.0 (npm): asked for those who came on 12 January, it gives everybody, those of whom the day is not
# known too.
#
# Expected: in a filter { replies: 5 } finds those with 5, { who: "ann" } ann and { day: null } those without a day ("implicit $eq", a comment of
#   the code says), so { day: new Date("2026-01-12") } finds who has that day, as { day: { $eq: … } } does; or it fails, as an unknown column
#   does ("parquet filter columns not found").
# Instead: a Date is an object, and an object is read as a set of operators, of which a Date has none: no condition, so that each row
#   meets it. An operator that is misspelt ($gtt) is no condition either. No error, no warning.
# Output seen: replies 5 ann; who ann ann; no day cat; 12 January ann bob cat dan; $eq bob; $gtt ann bob cat dan.
# Since: seen on 2026-11-30.
# For cohorts: the newcomers of a day are all people, on each day, and sums over the days are as many times the whole as there are days.
#   Write $eq, which compares dates by value.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund hyparquet@1.33.0 hyparquet-writer@0.17.0
cat > run.mjs <<'JS'
import { parquetQuery } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

const days = ["2026-01-05", "2026-01-12", null, "2026-02-02"].map((day) => day && new Date(day));
const file = parquetWriteBuffer({
  columnData: [
    { name: "who", data: ["ann", "bob", "cat", "dan"] },
    { name: "replies", data: [5, 0, 1, 9] },
    { name: "day", data: days },
  ],
});
const find = async (name, filter) => `${name} ${(await parquetQuery({ file, filter })).map(({ who }) => who).join(" ")}`;
const day = new Date("2026-01-12");
const seen = [
  find("replies 5", { replies: 5 }),
  find("who ann", { who: "ann" }),
  find("no day", { day: null }),
  find("12 January", { day }),
  find("$eq", { day: { $eq: day } }),
  find("$gtt", { replies: { $gtt: 100 } }),
];
console.log((await Promise.all(seen)).join("; "));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'replies 5 ann; who ann ann; no day cat; 12 January ann bob cat dan; $eq bob; $gtt ann bob cat dan' ] ||
  { echo "changed: hyparquet finds other people by a day"; exit 1; }
