#!/usr/bin/env bash
# echarts 6.1.0 (npm): of ten who stayed 1 to 9 and 100 days the whisker of the box plot ends at 14.5 days, where nobody is.
#
# Expected: a whisker ends at the last value within one and a half times the height of the box, 9 days, as in vega-lite,
#   matplotlib and R, and as Tukey has it; what is beyond is drawn as points, here too.
# Instead: the boxplot transform ends it at the limit itself, 7.75 + 1.5 * 4.5 = 14.5, whoever is there, unless all are within. Of the
#   limit, boundIQR, it is said what lies beyond it: the points.
# Output seen: low 1, quartiles 3.25 5.5 7.75, high 14.5, beyond 100.
# Since: seen on 2026-11-30.
# For cohorts: read from the chart, or from its tooltip, somebody stayed 14.5 days, and the whiskers of two cohorts differ by their
#   quartiles alone. Compute the five numbers, and give them as data.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund echarts@6.1.0
cat > run.mjs <<'JS'
import * as echarts from "echarts";
const days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 600, height: 400 });
chart.setOption({
  animation: false,
  dataset: [{ source: [days] }, { transform: { type: "boxplot" } }, { fromDatasetIndex: 1, fromTransformResult: 1 }],
  xAxis: { type: "category" },
  yAxis: { type: "value", min: 0, max: 100 },
  series: [{ type: "boxplot", datasetIndex: 1 }, { type: "scatter", datasetIndex: 2 }],
});
const rows = (series) => chart.getModel().getSeriesByIndex(series).getSource().data[0].slice(1);
const [low, first, median, third, high] = rows(0);
console.log(`low ${low}, quartiles ${first} ${median} ${third}, high ${high}, beyond ${rows(1)}`);
chart.dispose();
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "low 1, quartiles 3.25 5.5 7.75, high 14.5, beyond 100" ] ||
  { echo "changed: echarts has other whiskers"; exit 1; }
