#!/usr/bin/env bash
# json-bigint 1.0.0 (npm): a share of 0.5 is a number and one of two thirds is not, so that the sum of both is a text.
#
# Expected: whole numbers that a double cannot hold, ids of X, become BigNumber, or text with storeAsString: true; what has a point is
#   a double in JSON.parse and stays one. The README speaks of integers and longs alone.
# Instead: whatever is written with more than 15 characters is taken for big, and 0.6666666666666666 is: a BigNumber, or text. `+`
#   puts texts together, also with a BigNumber. 0.5 and 0.25 in the next rows are numbers. No error, no warning. With
#   useNativeBigInt: true parse() fails: "Cannot convert 0.6666666666666666 to a BigInt".
# Output seen: json-bigint number object, sum 0.50.6666666666666666, mean NaN; storeAsString number string, sum
#   0.50.6666666666666666, mean NaN; JSON.parse number number, sum 1.1666666666666665, mean 0.5833333333333333.
# Since: seen on 2026-11-30.
# For followers: ids are why one takes this library, and shares of cohorts stand beside them in the same file, a third and two
#   thirds with sixteen digits. A mean is NaN and a sum is a text. Round shares before they are written, or take Number() of
#   each.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund json-bigint@1.0.0
cat > run.cjs <<'JS'
const jsonBigint = require("json-bigint");
const text = '[{"id": 1234567890123456789, "kept": 0.5}, {"id": 1234567890123456790, "kept": 0.6666666666666666}]';
const show = (how, parse) => {
  const shares = parse(text).map(({ kept }) => kept);
  const sum = shares.reduce((one, other) => one + other);
  return `${how} ${shares.map((share) => typeof share).join(" ")}, sum ${sum}, mean ${sum / shares.length}`;
};
console.log(
  [
    show("json-bigint", jsonBigint.parse),
    show("storeAsString", jsonBigint({ storeAsString: true }).parse),
    show("JSON.parse", JSON.parse),
  ].join("; "),
);
JS
seen=$(node run.cjs)
echo "$seen"
bad="sum 0.50.6666666666666666, mean NaN"
[ "$seen" = "json-bigint number object, $bad; storeAsString number string, $bad; JSON.parse number number, sum 1.1666666666666665, mean 0.5833333333333333" ] ||
  { echo "changed: json-bigint reads shares otherwise"; exit 1; }
