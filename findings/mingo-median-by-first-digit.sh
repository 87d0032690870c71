#!/usr/bin/env bash
# mingo 7.2.7 (npm, MongoDB's queries for JavaScript): of three who stayed 7, 14 and 30 days the median is 30, and nine
# tenths stayed 14 at most.
#
# Expected: $median and $percentile go by size, as MongoDB's do, and as $sort, $min, $max and $bucketAuto of the same package: 14
#   days; of 3, 5, 9, 28 and 90 it is 9. MongoDB estimates where there are many; this package has all in memory, and
#   computes them, as a comment of its source says.
# Instead: the numbers are put in order as texts, "14" before "30" before "7". Below ten, or where all have equally many digits, it is
#   right. No error.
# Output seen: days 7 14 30 median 30, nine tenths 14; days 3 5 9 28 90 median 5, nine tenths 90; days 1 2 3 median 2, nine tenths 3.
# Since: seen on 2026-11-30.
# For cohorts: days stayed and counts of followers run from one digit to many, and a median is what is asked of both. Take $sort
#   and $push, and the one in the middle.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund mingo@7.2.7
cat > run.mjs <<'JS'
import { aggregate } from "mingo";
const people = (days) => days.map((stayed) => ({ stayed }));
const ask = (stayed) => {
  const input = { input: "$stayed", method: "approximate" };
  const group = { _id: null, median: { $median: input }, tenths: { $percentile: { ...input, p: [0.9] } } };
  const [{ median, tenths }] = aggregate(people(stayed), [{ $group: group }], {});
  return `days ${stayed.join(" ")} median ${median}, nine tenths ${tenths}`;
};
const sorted = aggregate(people([30, 7, 14]), [{ $sort: { stayed: 1 } }], {});
console.log([[7, 14, 30], [3, 5, 9, 28, 90], [1, 2, 3]].map(ask).join("; "));
console.log(`sorted ${sorted.map(({ stayed }) => stayed).join(" ")}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = 'days 7 14 30 median 30, nine tenths 14; days 3 5 9 28 90 median 5, nine tenths 90; days 1 2 3 median 2, nine tenths 3
sorted 7 14 30' ] ||
  { echo "changed: mingo has other medians"; exit 1; }
