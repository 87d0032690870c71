#!/usr/bin/env bash
# @tidyjs/tidy 2.6.1 (npm): of two lists joined by id that both have a field "since", those who are in both have the second
# list's, and the others the first list's, in one column.
#
# Expected: leftJoin(outreach, { by: "id" }) of followers who have "since", the day they followed, with outreach that has "since", the day
#   somebody wrote to them, keeps both, as dplyr does, by which the library is inspired (since.x and since.y), or one of them
#   for all, or fails.
# Instead: the second is written over the first where there is one; who is not in the second list, and for whom its fields are made
#   undefined, keeps the first. innerJoin writes over it for all, fullJoin mixes as leftJoin does. No warning.
# Output seen: ann 2026-01-20, bob 2026-01-05, whose outreach is unknown; inner ann 2026-01-20.
# Since: seen on 2026-11-30.
# For followers: a day of following and a day of writing, or counts of two days, are in one column, by whether somebody is on the
#   second list, which is just what is to be compared. Rename fields before joining, or say by: all that is shared.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @tidyjs/tidy@2.6.1
cat > run.cjs <<'JS'
const { fullJoin, innerJoin, leftJoin, tidy } = require("@tidyjs/tidy");
const followers = [
  { id: "1", who: "ann", since: "2026-01-05" },
  { id: "2", who: "bob", since: "2026-01-05" },
];
const outreach = [{ id: "1", since: "2026-01-20", by: "reply" }];
const show = (how, join) =>
  `${how} ${tidy(followers, join(outreach, { by: "id" })).map(({ who, since, by }) => `${who} ${since} ${by}`).join(" ")}`;
console.log([show("left", leftJoin), show("inner", innerJoin), show("full", fullJoin)].join("; "));
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "left ann 2026-01-20 reply bob 2026-01-05 undefined; inner ann 2026-01-20 reply; full ann 2026-01-20 reply bob 2026-01-05 undefined" ] ||
  { echo "changed: tidy joins otherwise"; exit 1; }
