#!/usr/bin/env bash
# mann-whitney-utest 1.0.5 (npm; @tainakanchu/mann-whitney-utest 1.1.0 has the same): one person against one is significant, and of two routes
# of thirty or a hundred people, six and eight standard errors apart, none is.
#
# Expected: significant() says whether two samples differ, as its README has it: of many people it is whether the standard score is above 1.96,
#   and of one against one never (the smaller of two values is on one side or the other by chance, p = 1).
# Instead: the lesser U is compared with the standard score itself, which criticalValue() gives. U grows with the product of both numbers of people, the
#   score with the root of it, so that small samples are significant and large ones are not, whatever they hold.
# Output seen, people in each sample, the lesser U, the score, significant(): 1 0 1.00 true; 2 0 1.55 true; 30 50 5.91 false; 100 1800 7.82 false.
# Since: seen on 2026-12-01.
# For two routes: the answer is turned around, noise is a finding and a difference that is beyond doubt is none. Take the score from criticalValue() and
#   compare it with 1.96, from twenty people a route on.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund mann-whitney-utest@1.0.5 @tainakanchu/mann-whitney-utest@1.1.0
cat > run.cjs <<'JS'
const days = (people, from) => Array.from({ length: people }, (_, place) => from + place);
const routes = [[[1], [2]], [[1, 2], [3, 4]], [days(30, 0), days(30, 20)], [days(100, 0), days(100, 40)]];
for (const name of ["mann-whitney-utest", "@tainakanchu/mann-whitney-utest"]) {
  const { test, criticalValue, significant } = require(name);
  const tell = (both) => {
    const u = test(both);
    return `${both[0].length} ${Math.min(...u)} ${criticalValue(u, both).toFixed(2)} ${significant(u, both)}`;
  };
  console.log(routes.map(tell).join("; "));
}
JS
seen=$(node run.cjs)
echo "$seen"
one="1 0 1.00 true; 2 0 1.55 true; 30 50 5.91 false; 100 1800 7.82 false"
[ "$seen" = "$one"$'\n'"$one" ] || { echo "changed: significant() says something else"; exit 1; }
