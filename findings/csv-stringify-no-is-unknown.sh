#!/usr/bin/env bash
# csv-stringify 6.9.0 (npm): of who follows back, who does not, and of whom it is not known, the last two have the same cell.
#
# Expected: true and false are "true" and "false", or 1 and 0; null is empty. So it is with Papa Parse 5.7.1 and d3-dsv 3.0.1.
# Instead: true is 1, and false is empty, as null and undefined are. A Date is a number of milliseconds. Both can be
#   set by `cast`; that false cannot be told from null is said nowhere in the package. No error.
# Output seen: ann 1, bob empty, cat empty; known to follow back or not 1 of 2; Papa Parse true false empty; d3 true false empty.
# Since: seen on 2026-11-30.
# For followback: the share of those who follow back, of the people of whom it is known, is 100 %, always; an import that takes empty for no
#   counts those who were never looked at as refusals. Write cast: { boolean: (value) => String(value) }.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund csv-stringify@6.9.0 papaparse@5.7.1 d3-dsv@3.0.1
cat > run.mjs <<'JS'
import { csvFormat } from "d3-dsv";
import { stringify } from "csv-stringify/sync";
import Papa from "papaparse";
const people = [
  { who: "ann", back: true },
  { who: "bob", back: false },
  { who: "cat", back: null },
];
const cells = (csv) => csv.trim().split(/\r?\n/).slice(1).map((line) => line.split(",")[1] || "empty");
const seen = cells(stringify(people, { header: true }));
console.log(
  `${people.map(({ who }, at) => `${who} ${seen[at]}`).join(", ")}; known to follow back or not ${seen.filter((cell) => cell !== "empty").length} of 2; ` +
    `Papa Parse ${cells(Papa.unparse(people)).join(" ")}; d3 ${cells(csvFormat(people)).join(" ")}`,
);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "ann 1, bob empty, cat empty; known to follow back or not 1 of 2; Papa Parse true false empty; d3 true false empty" ] ||
  { echo "changed: csv-stringify writes booleans otherwise"; exit 1; }
