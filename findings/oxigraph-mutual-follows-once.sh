#!/usr/bin/env bash
# pyoxigraph 0.5.13 (PyPI): of follows in either direction, (f|^f), the mutual ones count once, and written as a union twice.
#
# Expected: in SPARQL 1.1 `?a f|^f ?b` is the union of `?a f ?b` and `?b f ?a`, with its duplicates: of ann <-> bob and
#   cat -> ann six rows, two for each follow. rdflib 7.6.0 has six.
# Instead: the path gives four, each pair of people once in each direction. UNION gives six.
# Output seen: pyoxigraph path 4, union 6, around ann 2 and 3; rdflib path 6, union 6, around ann 3 and 3.
# Since: seen on 2026-11-30.
# For followers: the sum of follows and followers of each, asked for by such a path, is that of people known; two tools say two
#   numbers for one query, and they differ the more the more follow back. Write UNION where rows are counted, and
#   count(distinct ?b) where people are.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$dir/run.py" <<'PY'
import pyoxigraph
import rdflib

follows = "@prefix e: <http://example.com/> . e:ann e:follows e:bob . e:bob e:follows e:ann . e:cat e:follows e:ann ."
graph = rdflib.Graph().parse(data=follows, format="turtle")
store = pyoxigraph.Store()
store.load(follows.encode(), format=pyoxigraph.RdfFormat.TURTLE)

def count(ask, where):
    counted = next(iter(ask(f"prefix e: <http://example.com/> select (count(*) as ?all) {{ {where} }}")))[0]
    return int(getattr(counted, "value", counted))

for name, ask in ("pyoxigraph", store.query), ("rdflib", graph.query):
    path, union = "{0} e:follows|^e:follows ?b", "{{ {0} e:follows ?b }} union {{ ?b e:follows {0} }}"
    of_all = [count(ask, where.format("?a")) for where in (path, union)]
    of_ann = [count(ask, where.format("e:ann")) for where in (path, union)]
    print(name, f"path {of_all[0]}, union {of_all[1]}, around ann {of_ann[0]} and {of_ann[1]}", end="; ")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "pyoxigraph path 4, union 6, around ann 2 and 3; rdflib path 6, union 6, around ann 3 and 3; " ] ||
  { echo "changed: follows in either direction are counted otherwise"; exit 1; }
