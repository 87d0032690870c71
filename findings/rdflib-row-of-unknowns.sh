#!/usr/bin/env bash
# rdflib 7.6.0 (PyPI): people of whom the value asked for is not known are counted by SPARQL, and not there in its result.
#
# Expected: `select ?day { ?person a :Person optional { ?person :came ?day } }` has a row of each person, without a value where
#   there is none: four here, as pyoxigraph 0.5.13 has, and as count(*) of the same query says.
# Instead: a row in which nothing has a value is left out of the result, also with order by. As soon as ?person is selected
#   beside it, the row is there.
# Output seen: rdflib rows 3, of person and day 4, count 4; pyoxigraph rows 4, of person and day 4, count 4.
# Since: seen on 2026-11-30.
# For followers: asking for one column, the day, the route or the number of replies, gives the known ones alone; the share of the
#   unknown is 0, and means "of all" are of those who are known. Select the person as well.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$dir/run.py" <<'PY'
import pyoxigraph
import rdflib

people = """@prefix e: <http://example.com/> .
e:ann a e:Person ; e:came "2026-01-05" . e:bob a e:Person ; e:came "2026-01-12" .
e:cat a e:Person ; e:came "2026-01-19" . e:dan a e:Person ."""
graph = rdflib.Graph().parse(data=people, format="turtle")
store = pyoxigraph.Store()
store.load(people.encode(), format=pyoxigraph.RdfFormat.TURTLE)
where = "{ ?person a <http://example.com/Person> optional { ?person <http://example.com/came> ?day } }"
for name, ask in ("rdflib", graph.query), ("pyoxigraph", store.query):
    rows, both = (len(list(ask(f"select {columns} {where}"))) for columns in ("?day", "?person ?day"))
    counted = next(iter(ask(f"select (count(*) as ?all) {where}")))[0]
    print(f"{name} rows {rows}, of person and day {both}, count {int(getattr(counted, 'value', counted))}", end="; ")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "rdflib rows 3, of person and day 4, count 4; pyoxigraph rows 4, of person and day 4, count 4; " ] ||
  { echo "changed: rdflib has other rows"; exit 1; }
