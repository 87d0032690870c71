#!/usr/bin/env bash
# @atproto/common-web 0.5.15 and @atproto/syntax 0.5.4 (npm): one package of the project takes any
# text of 13 characters for a TID, and reads a time from it; the other refuses it.
#
# Expected: TID.is(text) says whether the text is a TID, a record key that carries its time of
#   making: 13 characters of a set of 32, of which the first stands for at most 15.
# Instead: it looks at the length alone. TID.fromStr then makes a time of what is no time.
#   isValidTid of @atproto/syntax, from the same source tree, refuses the same keys.
# Output seen: alice_bob_123 true false, zzzzzzzzzzzzz true false in year 3111.
# Since: seen on 2026-11-28.
# For follower data: record keys need not be TIDs, and old tools made their own. Dating follows by
#   their keys with TID.is as the guard gives dates far from the truth instead of "unknown".
#   Guard by isValidTid, and even then take the time as a claim of the client.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @atproto/common-web@0.5.15 @atproto/syntax@0.5.4
cat > run.mjs <<'JS'
import { TID } from "@atproto/common-web";
import { isValidTid } from "@atproto/syntax";
const read = (key) => `${key} ${TID.is(key)} ${isValidTid(key)}`;
const year = new Date(TID.fromStr("zzzzzzzzzzzzz").timestamp() / 1000).getUTCFullYear();
console.log(`${read("alice_bob_123")}, ${read("zzzzzzzzzzzzz")} in year ${year}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "alice_bob_123 true false, zzzzzzzzzzzzz true false in year 3111" ] ||
  { echo "changed: the two packages of AT Protocol treat such keys otherwise"; exit 1; }
