#!/usr/bin/env bash
# @atproto/syntax 0.5.4 (npm; the newest one for Node 20): 30 February is a valid datetime, and
# becomes 2 March.
#
# Expected: isValidDatetime refuses dates that the calendar lacks. The library checks strictly
#   elsewhere: it refuses 24:00, the offset -00:00 and a month 13, and atproto 0.0.73 for
#   Python refuses 30 February ("day is out of range for month").
# Instead: it lets 30 February and 31 April pass, and normalizeDatetime moves them into the next
#   month.
# Output seen: true 2023-03-02T00:00:00.000Z, true 2023-05-01T00:00:00.000Z. Version 0.7.7 did the
#   same by hand.
# Since: seen on 2026-11-28.
# For follower data: createdAt of a follow record is whatever its client wrote. A day that never
#   was passes the check and lands in the next month's cohort, while a reader in Python drops the
#   same record: two counts from one repository. Compare the date after parsing with its text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @atproto/syntax@0.5.4
cat > run.mjs <<'JS'
import { isValidDatetime, normalizeDatetime } from "@atproto/syntax";
const read = (text) => `${isValidDatetime(text)} ${normalizeDatetime(text)}`;
console.log(["2023-02-30T00:00:00Z", "2023-04-31T00:00:00Z"].map(read).join(", "));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "true 2023-03-02T00:00:00.000Z, true 2023-05-01T00:00:00.000Z" ] ||
  { echo "changed: @atproto/syntax treats days that the calendar lacks otherwise"; exit 1; }
