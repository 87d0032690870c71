#!/usr/bin/env bash
# tdigest 0.1.3 (npm): of a hundred people of whom ninety stayed 1 day and ten 100 days, the median stay is 10.9 days, and three quarters stayed
# 60.4 days at most; 45 in a hundred stayed a day or less.
#
# Expected: an approximate percentile is near the true one: 1 day is the median and the 75th percentile, and 0.9 of all stayed 1 day or less. DuckDB's
#   approx_quantile(), a t-digest as well, has 1 and 1 (DuckDB 1.5.6).
# Instead: equal values are one centroid, without a limit ("a departure from the paper", says the code; the README speaks of performance tweaks), whose
#   people are taken to lie around it, half below and half above, so that between 1 and 100 a line is drawn from its middle on. With delta = false the
#   values are exact.
# Output seen, at 0.5, 0.75 and 0.9, and the share of 1 day or less: 10.9 60.4 90.1 0.45; exact 1 1 1 0.90.
# Since: seen on 2026-12-01.
# For stays: days are whole numbers, and most people share a few of them: the more of them do, the farther off. Ask with delta = false.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund tdigest@0.1.3 @duckdb/node-api@1.5.6-r.1
cat > run.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";
import tdigest from "tdigest";
const tell = (digest) => {
  for (let person = 0; person < 100; person += 1) digest.push(person < 90 ? 1 : 100);
  return `${digest.percentile([0.5, 0.75, 0.9]).map((days) => Number(days.toFixed(4))).join(" ")} ${digest.p_rank(1).toFixed(2)}`;
};
const duckdb = await (await DuckDBInstance.create()).connect();
const asked = "select approx_quantile(if(person < 90, 1, 100), [0.5, 0.75])::varchar from range(100) people(person)";
const [[known]] = await (await duckdb.runAndReadAll(asked)).getRows();
console.log(`${tell(new tdigest.TDigest())}; exact ${tell(new tdigest.TDigest(false))}; DuckDB ${known}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "10.9 60.4 90.1 0.45; exact 1 1 1 0.90; DuckDB [1, 1]" ] || { echo "changed: tdigest has other percentiles"; exit 1; }
