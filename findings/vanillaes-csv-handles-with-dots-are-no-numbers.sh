#!/usr/bin/env bash
# @vanillaes/csv 3.0.8 (npm): with typed, every handle of Bluesky is NaN, 1.2M followers are 1.2, the handle 12e3 is 12, and two ids of 19 digits
# are one.
#
# Expected: typed, "infer types", makes numbers of what is a number and leaves texts: ann.bsky.social and 1.2M stay, as "7days" and "1200abc" do, and 12e3
#   is either a text or 12,000, as in papaparse and d3's autoType.
# Instead: whatever has a point behind its first character goes through parseFloat(), which reads as far as it can or gives NaN, and whatever else is
#   finite through parseInt(), which stops at the e.
# Output seen: ann.bsky.social NaN, 1.day 1, 1.2M 1.2, 2026.01.02 2026.01, 12e3 12, .5 NaN, 7days 7days, 1890000000000000001 equal to ...002 true.
# Since: seen on 2026-12-01.
# For lists of Bluesky: all people have one handle, which is not even equal to itself, so that nobody is found in the next list and in JSON it is null;
#   those with millions are below those with hundreds. Leave typed out.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @vanillaes/csv@3.0.8
cat > run.mjs <<'JS'
import { parse } from "@vanillaes/csv";
const typed = (cell) => parse(`${cell}\n`, { typed: true })[0][0];
const cells = ["ann.bsky.social", "1.day", "1.2M", "2026.01.02", "12e3", ".5", "7days"];
const same = typed("1890000000000000001") === typed("1890000000000000002");
console.log(`${cells.map((cell) => `${cell} ${typed(cell)}`).join(", ")}, ids ${same}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "ann.bsky.social NaN, 1.day 1, 1.2M 1.2, 2026.01.02 2026.01, 12e3 12, .5 NaN, 7days 7days, ids true" ] ||
  { echo "changed: types are inferred otherwise"; exit 1; }
