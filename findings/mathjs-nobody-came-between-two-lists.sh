#!/usr/bin/env bash
# mathjs 15.2.0 (npm): between two lists of ids that are texts nobody came and nobody left, if the ids are neighbours, and the handles 700
# and 7e2 are one person.
#
# Expected: setDifference(june, may) is "every element of set1, that is not the element of set2". Ids that are texts, which is how one keeps
#   all digits in JavaScript, are other elements if a digit differs, as BigInt are here, and as in a Set.
# Instead: elements are compared by "a natural sorting algorithm", which makes numbers of texts that look like some, and rounds them: ids up to
#   256 apart are one. setDistinct(), setUnion(), setIntersect(), setSymDifference() and setIsSubset() do the same. The pages of the functions
#   speak of an order of what they return, not of what is equal. No warning.
# Output seen, of may ...001 and june ...002: came none, left none, distinct 1 of 2, subset true; BigInt came ...002, left ...001, distinct 2 of
#   2, subset false; handles 700 and 7e2 distinct 1 of 2, in both lists 1.
# Since: seen on 2026-11-30.
# For followers: who came and left between two looks are too few, both by the same people, so that the totals agree. Use Set, or BigInt.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund mathjs@15.2.0
cat > run.mjs <<'JS'
import { setDifference, setDistinct, setIntersect, setIsSubset } from "mathjs";

const may = ["1890000000000000001"];
const june = ["1890000000000000002"];
const tell = (first, second) => {
  const [came, left] = [setDifference(second, first), setDifference(first, second)].map((ids) => ids.join(" ") || "none");
  return `came ${came}, left ${left}, distinct ${setDistinct([...first, ...second]).length} of 2, subset ${setIsSubset(second, first)}`;
};
const handles = `distinct ${setDistinct(["700", "7e2"]).length} of 2, in both ${setIntersect(["700"], ["7e2"]).length}`;
console.log(`texts ${tell(may, june)}; BigInt ${tell(may.map(BigInt), june.map(BigInt))}; handles ${handles}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "texts came none, left none, distinct 1 of 2, subset true; BigInt came 1890000000000000002, left 1890000000000000001, \
distinct 2 of 2, subset false; handles distinct 1 of 2, in both 1" ] || { echo "changed: sets of mathjs hold others"; exit 1; }
