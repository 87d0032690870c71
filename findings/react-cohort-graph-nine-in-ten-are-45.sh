#!/usr/bin/env bash
# react-cohort-graph 2.0.0-beta.2 (npm): of 200 people whose second month is known 90 stayed, and the head of the column says 90 %, once there is a
# cohort between them whose second month is not known.
#
# Expected: the head of a column is the sum of what is in it by the sum of the cohorts that have something in it: January 40 of 100, February not
#   looked at in its second month, March 50 of 100: 90 of 200, 45 %, as it is where February stands last.
# Instead: what is known is summed over all cohorts, and who there were only down to the first cohort that lacks the column. A null or 0
#   in its place is taken for nobody, with all of February below the line. No warning.
# Output seen, months 1 and 2: February between 50 90, last 50 45, null in its place 50 30; all three known, 45 of February, 50 45.
# Since: seen on 2026-11-30.
# For cohorts: a look that failed makes one cohort shorter than its neighbours, and the retention of all cohorts together is twice as high for it, in
#   the one row that is read first. Leave such a cohort out, or put it last.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --legacy-peer-deps --no-audit --no-fund react-cohort-graph@2.0.0-beta.2
cat > run.cjs <<'JS'
const DataStore = require("react-cohort-graph/lib/DataStore").default;
const tell = (months) => new DataStore({ months }).getHeader("months").slice(2).map(({ percent }) => percent).join(" ");
const January = [100, 50, 40];
const March = [100, 50, 50];
const seen = {
  between: { January, February: [100, 50], March },
  last: { January, March, February: [100, 50] },
  null: { January, February: [100, 50, null], March },
  known: { January, February: [100, 50, 45], March },
};
console.log(Object.entries(seen).map(([name, months]) => `${name} ${tell(months)}`).join(", "));
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "between 50 90, last 50 45, null 50 30, known 50 45" ] || { echo "changed: react-cohort-graph has other heads"; exit 1; }
