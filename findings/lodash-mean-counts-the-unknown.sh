#!/usr/bin/env bash
# lodash 4.18.1 (npm): whoever's number is not known counts as 0 in a mean, and as nobody in a sum.
#
# Expected: meanBy() of people of whom one has no number is the mean of the others, as in d3, or NaN, as a sum with undefined is in
#   JavaScript and in other libraries of this kind.
# Instead: undefined and null are left out of the sum, and counted in what it is divided by. No error; the result is
#   a likely number. sumBy() divided by the number of people who have one is right.
# Output seen: lodash 500, of null 500, sum by number of those who have one 1000, d3 1000, es-toolkit NaN.
# Since: seen on 2026-11-30.
# For engagement: the mean of a field that X leaves out of its answers, where it is not public or was not asked for, falls with each
#   person it is left out for, and looks like people who do less. Filter first, or take d3's mean().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund lodash@4.18.1 d3-array@3.2.4 es-toolkit@1.53.2
cat > run.mjs <<'JS'
import {mean} from "d3-array";
import {meanBy} from "es-toolkit";
import lodash from "lodash";

const people = [{name: "ann", posts: 1000}, {name: "bob"}];
const unknown = [{name: "ann", posts: 1000}, {name: "bob", posts: null}];
const known = unknown.filter(({posts}) => posts != null);
console.log(`lodash ${lodash.meanBy(people, "posts")}, of null ${lodash.meanBy(unknown, "posts")}, sum by number of those who have one ` +
  `${lodash.sumBy(unknown, "posts") / known.length}, d3 ${mean(unknown, ({posts}) => posts)}, es-toolkit ${meanBy(people, ({posts}) => posts)}`);
JS
seen=$(node run.mjs)
echo "$seen"
[ "$seen" = "lodash 500, of null 500, sum by number of those who have one 1000, d3 1000, es-toolkit NaN" ] ||
  { echo "changed: lodash takes means of the unknown otherwise"; exit 1; }
