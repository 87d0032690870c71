#!/usr/bin/env bash
# echarts 6.1.0 (npm): bars of two routes, stacked by week, where one route has no newcomers in the second week: its three of the
# third week stand on the other's bar of the second.
#
# Expected: what is stacked stands upon what has the same place on the axis: 30 and 3 of 19 January reach up to 33. So it is with
#   xAxis.type "category", and in vega-lite.
# Instead: on axes of type "time" and "value" the second row of one series is put upon the second of the other, whatever their days,
#   and drawn at its own day: from 20 to 23 at 19 January, within the bar of 30. No warning. The documentation of stack says which
#   axes have values that can be stacked; by what they are put together is in a comment of the code alone.
# Output seen: time tops 11 23, category tops 11 33; drawn on the time axis from 20 to 23, the bar below from 0 to 30.
# Since: seen on 2026-11-30.
# For cohorts: a query with group by has no rows of weeks in which nobody came, and a page of dates takes a time axis. All later weeks of that
#   route are on the wrong bars. Fill in the weeks with 0, or use an axis of categories.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund echarts@6.1.0
cat > run.mjs <<'JS'
import * as echarts from "echarts";
const reply = [["2026-01-05", 10], ["2026-01-12", 20], ["2026-01-19", 30]];
const like = [["2026-01-05", 1], ["2026-01-19", 3]];
const draw = (type) => {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 600, height: 400 });
  const series = [reply, like].map((data) => ({ type: "bar", stack: "newcomers", barWidth: 10, data }));
  chart.setOption({ animation: false, xAxis: { type }, yAxis: { type: "value", min: 0, max: 40 }, series });
  const number = (pixel) => Math.round(chart.convertFromPixel({ yAxisIndex: 0 }, pixel));
  const bars = [...chart.renderToSVGString().matchAll(/<path d="M([\d.]+) ([\d.]+)l10 0l0 (-?[\d.]+)l-10 0Z"/g)];
  const spans = bars.map(([, x, y, height]) => [number(+y), number(+y + +height)].sort((a, b) => a - b).join("-"));
  chart.dispose();
  return `${type} ${spans.join(" ")}`;
};
console.log(draw("time"));
console.log(draw("category"));
JS
seen=$(TZ=UTC node run.mjs)
echo "$seen"
[ "$seen" = 'time 0-10 0-20 0-30 10-11 20-23
category 0-10 0-20 0-30 10-11 30-33' ] ||
  { echo "changed: echarts stacks otherwise"; exit 1; }
