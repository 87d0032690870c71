#!/usr/bin/env bash
# apache-arrow 21.2.0 (npm): of two tables put together, of which one names following first, those of the second have
# as many followers as they follow.
#
# Expected: a.concat(b) "combines two or more Tables of the same schema"; columns have names, and for TypeScript two tables with the same
#   columns are of one type in whatever order: the column "followers" holds those of both. Or it fails, as concat_tables() of
#   pyarrow 26.0.1 did by hand ("Schema at index 1 was different").
# Instead: columns are put together by place, under the names of the first table, whatever they are called and of whatever type: a handle stands in
#   a column of numbers, which says it is one of Float64. No error, no warning.
# Output seen: ann 5 of 9, dan 3 of 7, who has 7 and follows 3; in the same order dan 7 of 3; a handle in a column of Float64 "eve".
# Since: seen on 2026-11-30.
# For followers: two exports, or two queries of one database, seldom have one order of columns, and two whole numbers change places without a
#   type to see it by. Take b.select(a.schema.names) first.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund apache-arrow@21.2.0
cat > run.mjs <<'JS'
import { tableFromArrays } from "apache-arrow";

const may = tableFromArrays({ who: ["ann"], followers: [5], following: [9] });
const june = tableFromArrays({ who: ["dan"], following: [3], followers: [7] });
const show = (table) => [...table].map(({ who, followers, following }) => `${who} ${followers} of ${following}`);
const both = show(may.concat(june));
const [, selected] = show(may.concat(june.select(may.schema.names)));
const mixed = tableFromArrays({ replies: [5] }).concat(tableFromArrays({ who: ["eve"] }));
console.log(`${both.join(", ")}; selected ${selected}; ${mixed.schema.fields[0]} ${mixed.get(1).replies}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "ann 5 of 9, dan 3 of 7; selected dan 7 of 3; replies: Float64 eve" ] ||
  { echo "changed: tables of arrow are put together otherwise"; exit 1; }
