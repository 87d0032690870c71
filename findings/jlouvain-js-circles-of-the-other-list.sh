#!/usr/bin/env bash
# jlouvain.js 1.0.0 (npm): asked for the circles of February, it gives those of March, if March was made ready in the meantime.
#
# Expected: jLouvain().nodes(who).edges(ties) is one graph, and a call of what it returns gives its circles, whatever other graphs there are. The
#   method chains on an object of its own, as in d3, after whose style it is made; jlouvain 2.0.0 has it so.
# Instead: nodes, ties and what one begins with (partition_init) are kept once for the whole module: each answer is of what was told last, by whomever,
#   and a later graph without a beginning of its own begins with the earlier one's. No error.
# Output seen: february ann 0 bob 0 cat 1 dan 1; after march is made ready, february eve 0 fay 0 gus 0, march eve 0 fay 0 gus 0;
#   jlouvain 2.0.0 february ann 0 bob 0 cat 1 dan 1.
# Since: seen on 2026-12-01.
# For circles month by month: graphs made in one loop and asked in the next are all the last month's, and a year without any change in circles looks like a
#   finding. Ask each one before you make the next.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund jlouvain.js@1.0.0 jlouvain@2.0.0
cat > run.cjs <<'JS'
const tell = (circles) => Object.entries(circles).map(([who, circle]) => `${who} ${circle}`).join(" ");
for (const name of ["jlouvain.js", "jlouvain"]) {
  const loaded = require(name);
  const louvain = loaded.jLouvain ?? loaded;
  const ready = (who, ties) => louvain().nodes(who).edges(ties.map(([source, target]) => ({ source, target, weight: 1 })));
  const february = ready(["ann", "bob", "cat", "dan"], [["ann", "bob"], ["cat", "dan"]]);
  const before = tell(february());
  const march = ready(["eve", "fay", "gus"], [["eve", "fay"], ["fay", "gus"]]);
  console.log(`${name} february ${before}; march ready, february ${tell(february())}, march ${tell(march())}`);
}
JS
seen=$(node run.cjs)
echo "$seen"
[ "$(head -1 <<< "$seen")" = "jlouvain.js february ann 0 bob 0 cat 1 dan 1; march ready, february eve 0 fay 0 gus 0, march eve 0 fay 0 gus 0" ] ||
  { echo "changed: jlouvain.js has other circles"; exit 1; }
