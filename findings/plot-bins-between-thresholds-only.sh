#!/usr/bin/env bash
# @observablehq/plot 0.6.17 and d3-array 3.2.4 (npm): three thresholds make two bins in Plot and four in d3, and who lies
# outside of the two is gone, from cumulative shares too.
#
# Expected: thresholds part values from each other. 7, 30 and 90 days stayed make four groups, less than 7, 7 to 30,
#   30 to 90 and more, as in d3.bin, of the same authors, and the cumulative share up to 90 days, of ten people of
#   whom seven left before, is 70 %.
# Instead: Plot takes the thresholds for the edges of all bins there are, the last edge excluded. Those who left
#   before the first and after the last one are in no bar, but stay in the whole: shares sum to 50 %, and the
#   cumulative one ends at 50 %. Whoever stayed as long as the last edge says, the maximum, is dropped as well.
# Output seen: d3 2 3 2 3; Plot 3 2, shares 0.3 0.2, cumulative 0.3 0.5; with edges 0 to 400, the maximum, 2 3 2 2; with 0 to
#   Infinity 2 3 2.
# Since: seen on 2026-11-30. Plot's types say "n threshold values for n - 1 bins", and nothing of what is outside.
# For days stayed: the very young and the very old leaves are missing without a trace, the axes fit what is left. Give
#   edges from 0 to beyond the maximum.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @observablehq/plot@0.6.17 d3-array@3.2.4 linkedom@0.18.12
cat > run.mjs <<'JS'
import * as Plot from "@observablehq/plot";
import {bin} from "d3-array";
import {parseHTML} from "linkedom";
const {document} = parseHTML("<body></body>");
const stayed = [0, 3, 7, 10, 29, 30, 45, 90, 120, 400];
const bars = (y, options) => {
  const chart = Plot.rectY(stayed, Plot.binX({y}, {x: (days) => days, ...options})).plot({document, height: 400});
  const {domain, range} = chart.scale("y");
  const heights = Array.from(chart.querySelectorAll("[aria-label=rect] rect"), (bar) => Number(bar.getAttribute("height")));
  return heights.map((height) => Number(((height / (range[0] - range[1])) * domain[1]).toFixed(2))).join(" ");
};
const thresholds = [7, 30, 90];
console.log(
  `d3 ${bin().thresholds(thresholds)(stayed).map((group) => group.length).join(" ")}; Plot ${bars("count", {thresholds})}, ` +
    `shares ${bars("proportion", {thresholds})}, cumulative ${bars("proportion", {thresholds, cumulative: true})}; ` +
    `to 400 ${bars("count", {thresholds: [0, ...thresholds, 400]})}; to Infinity ${bars("count", {thresholds: [0, ...thresholds, Infinity]})}`,
);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "d3 2 3 2 3; Plot 3 2, shares 0.3 0.2, cumulative 0.3 0.5; to 400 2 3 2 2; to Infinity 2 3 2" ] ||
  { echo "changed: Plot bins what is outside of the thresholds otherwise"; exit 1; }
