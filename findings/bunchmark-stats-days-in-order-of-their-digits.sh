#!/usr/bin/env bash
# @bunchmark/stats 1.0.0-pre-5 (npm): of the same stays of two routes p is 0.004 as numbers in arrays and 0.017 in typed arrays, and the second is right.
#
# Expected: mwu(A: number[], B: number[]) is the Mann-Whitney test, by the README "always two tailed", with ties, after SciPy: of any arrays of
#   numbers U and p are those of mwUnaive() beside it, 82 and 0.0173. By hand, of 10 and 10 people, how many of the
#   first stayed shorter than each of the second: 2, 3, 8, 9, and six times 10, 82 of 100 pairs.
# Instead: both arrays are sorted by sort() without a comparison, as texts, 10, 11, 12, 2, 20, and ranked as if they were in order. Typed arrays are
#   sorted as numbers. Where all have as many digits, nothing is seen of it.
# Output seen, U and p: arrays 89 0.0036; typed 82 0.0173; mwUnaive 82 0.0173; all of two digits before the point, arrays 85 0.0091, typed
#   85 0.0091.
# Since: seen on 2026-12-01.
# For two routes: days of 2 to 85 are below 0.01 or not by what they are kept in. Give it Float64Array.from(days).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @bunchmark/stats@1.0.0-pre-5
cat > run.mjs <<'JS'
import { mwUnaive, mwu } from "@bunchmark/stats";
const followback = [2, 4, 6, 8, 9, 10, 11, 12, 20, 30];
const organic = [5, 7, 15, 25, 35, 45, 55, 65, 75, 85];
const pairs = followback.flatMap((one) => organic.map((other) => Number(other > one))).reduce((a, b) => a + b);
const tell = ({ U, p }) => `${U} ${p.toFixed(4)}`;
const typed = (days) => Float64Array.from(days);
const two = [followback, organic].map((days) => days.map((one) => (one < 10 ? one + 10.5 : one)));
console.log(
  `arrays ${tell(mwu(followback, organic))}; typed ${tell(mwu(typed(followback), typed(organic)))}; ` +
    `mwUnaive ${tell(mwUnaive(followback, organic))}; pairs ${pairs}; two digits ${tell(mwu(...two))}, typed ${tell(mwu(...two.map(typed)))}`,
);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "arrays 89 0.0036; typed 82 0.0173; mwUnaive 82 0.0173; pairs 82; two digits 85 0.0091, typed 85 0.0091" ] ||
  { echo "changed: mwu() ranks otherwise"; exit 1; }
