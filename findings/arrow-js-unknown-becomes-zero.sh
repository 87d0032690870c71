#!/usr/bin/env bash
# apache-arrow 21.2.0 (npm): toArray() turns unknown values of a column into 0.
#
# Expected: toArray() of a column with nulls gives what iterating over it gives: [3, null, 1].
# Instead: for columns of numbers it gives the memory below (an Int32Array here), where a null is
#   whatever stands there, 0. nullCount still says 1.
# Output seen: iterated 3,null,1, toArray 3,0,1, JSON 3,null,1.
# Since: seen on 2026-11-28.
# For cohorts: "not known yet" becomes "none": a retention that cannot be told counts as 0 in every
#   mean and chart made from the array, and a missing id becomes the id 0. Iterate, or check
#   nullCount before toArray().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund apache-arrow@21.2.0
cat > run.mjs <<'JS'
import { Int32, vectorFromArray } from "apache-arrow";
const column = vectorFromArray([3, null, 1], new Int32());
const list = (values) => Array.from(values, String).join();
console.log(`iterated ${list(column)}, toArray ${list(column.toArray())}, JSON ${list(column.toJSON())}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "iterated 3,null,1, toArray 3,0,1, JSON 3,null,1" ] ||
  { echo "changed: Arrow's toArray() treats nulls otherwise"; exit 1; }
