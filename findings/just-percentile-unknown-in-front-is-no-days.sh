#!/usr/bin/env bash
# just-percentile 4.2.0 (npm): "all values passed to percentile must be numeric", and a list with an unknown one is refused, unless the unknown one
# stands first: then it is no days at all, and the median of 30 and 60 days is 30.
#
# Expected: what is refused is refused in any place; the README has it of a list that begins with "1", which is refused there for another reason (it
#   asks for percentile 50, where 0 to 1 is allowed).
# Instead: the check looks at one side of each comparison while sorting, and the first of the list is always on the other one. null becomes 0, a text its
#   number, and NaN is in the way of sorting, or counts as one of those below. undefined is never compared, wherever it stands.
# Output seen, the median: null 30 60: 30; 30 null 60: refused; NaN 90 30 60: 45; 90 NaN 30 60: refused; 1 as a text, 2 3: 2; undefined 30 60: NaN.
# Since: seen on 2026-12-01.
# For stays: a list sorted by day of arrival has a good error most of the time, which is why one trusts it when there is none. Check before you ask.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund just-percentile@4.2.0
cat > run.mjs <<'JS'
import percentile from "just-percentile";
const median = (days) => {
  try {
    return percentile([...days], 0.5);
  } catch {
    return "refused";
  }
};
const lists = [[null, 30, 60], [30, null, 60], [NaN, 90, 30, 60], [90, NaN, 30, 60], ["1", 2, 3], [undefined, 30, 60]];
console.log(lists.map((days) => `${days.map((one) => `${one}`).join(" ")}: ${median(days)}`).join("; "));
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "null 30 60: 30; 30 null 60: refused; NaN 90 30 60: 45; 90 NaN 30 60: refused; 1 2 3: 2; undefined 30 60: NaN" ] ||
  { echo "changed: just-percentile refuses others"; exit 1; }
