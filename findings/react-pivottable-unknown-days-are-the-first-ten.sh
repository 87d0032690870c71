#!/usr/bin/env bash
# react-pivottable 0.11.1 (npm): cut into tens, whoever's days are not known is among those of 0 to 9 days, and so is who replied up to 9 days before they
# followed.
#
# Expected: derivers.bin("days", 10) puts a number into the ten that it lies in: 25 into 20, 4 into 0, -3 into -10, as d3.bin and a floor() by hand
#   have it, each as wide as the others; what is null is null, or a row of its
#   own, as it is if one takes the column itself.
# Instead: it is the number less its remainder, which in JavaScript has the sign of the number: the ten around 0 is one of nineteen days, and those
#   below it are told by their upper end. null less null is 0, and an empty text too. Shares in tenths fall a tenth too low: 0.3 is
#   0.2. No warning.
# Output seen, days -12, -3, 4, 25, null and "": -10 0 0 20 0 0; people by ten -10 1, 0 4, 20 1; by the column itself
#   null 2; tenths of 0.3 0.2.
# Since: seen on 2026-11-30.
# For engagement: who never replied, or was not looked at, has replied within ten days, which is the best group there is. Write the deriver
#   oneself: (row) => row.days === null ? null : Math.floor(row.days / 10) * 10.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --legacy-peer-deps --no-audit --no-fund react-pivottable@0.11.1 prop-types@15.8.1
cat > run.cjs <<'JS'
const { PivotData, aggregators, derivers } = require("react-pivottable/Utilities");
const data = [-12, -3, 4, 25, null, ""].map((days) => ({ days }));
const ten = derivers.bin("days", 10);
const count = (name) => {
  const table = new PivotData({
    data,
    rows: [name],
    cols: [],
    vals: [],
    aggregatorName: "Count",
    aggregators,
    derivedAttributes: { ten },
  });
  return table.getRowKeys().map((key) => `${key[0] === "" ? '""' : key[0]} ${table.getAggregator(key, []).value()}`).sort().join(", ");
};
console.log(`${data.map(ten).join(" ")}; by ten ${count("ten")}; by days ${count("days")}; tenths ${derivers.bin("share", 0.1)({ share: 0.3 })}`);
JS
seen=$(node run.cjs)
echo "$seen"
[ "$seen" = "-10 0 0 20 0 0; by ten -10 1, 0 4, 20 1; by days -12 1, -3 1, 25 1, 4 1, null 2; tenths 0.2" ] ||
  { echo "changed: react-pivottable cuts days otherwise"; exit 1; }
