#!/usr/bin/env bash
# xlsx 0.18.5 (npm, SheetJS): whoever is called april1990, may_1992 or june85 is a day in a list read from CSV, and january1990 is not.
#
# Expected: handles are letters, digits and underscores, and a column of them is text; 2026-01-05 may be made a date, since it is
#   one. Papa Parse and csv-parse leave the others alone.
# Instead: what new Date() makes something of, and what has no other letters than a month's, is a day, stored as a number from 1900 on.
#   new Date() takes nearly anything that ends in a number. May, June, April and August are names of people. With { raw: true }
#   all is text. Ids lose their last digits in the same way. No warning.
# Output seen: april1990 32964, may_1992 33725, june85 31199, ann_1990 and january1990 as they are; id 1234567890123456800; raw all as
#   written.
# Since: seen on 2026-11-30.
# For followers: an export opened to be made a spreadsheet, or back, has people called 32964, whom no other list knows; two who are
#   called april1990 and april_1990 are one. Say raw: true, and read numbers from the columns that hold them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund xlsx@0.18.5
cat > run.cjs <<'JS'
const { read, utils } = require("xlsx");
const handles = ["april1990", "may_1992", "june85", "ann_1990", "january1990"];
const text = ["handle,id", ...handles.map((handle) => `${handle},1234567890123456789`)].join("\n");
const show = (options) => {
  const { SheetNames, Sheets } = read(text, { type: "string", ...options });
  const rows = utils.sheet_to_json(Sheets[SheetNames[0]]);
  return `${rows.map(({ handle }) => handle).join(" ")} id ${rows[0].id}`;
};
console.log(`${show({})}; raw ${show({ raw: true })}`);
JS
seen=$(TZ=UTC node run.cjs)
echo "$seen"
[ "$seen" = "32964 33725 31199 ann_1990 january1990 id 1234567890123456800; raw april1990 may_1992 june85 ann_1990 january1990 id 1234567890123456789" ] ||
  { echo "changed: xlsx reads handles otherwise"; exit 1; }
