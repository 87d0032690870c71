#!/usr/bin/env bash
# rdflib 7.6.0 (PyPI): in SPARQL every day is before every moment, 31 January 2027 before the last second of January 2026, and a
# time without a zone before any with one.
#
# Expected: xsd:date and xsd:dateTime cannot be compared by < in SPARQL, which is an error, and a filter drops the row, as in
#   pyoxigraph 0.5.13; or a day is taken for its midnight. 30 January without a zone is after 1 January UTC in
#   whatever zone, as XML Schema says, and as pyoxigraph has it.
# Instead: terms that it cannot compare are put in the order of sorting, by type and by "has a zone", and the filter takes that
#   for the answer. No error, no warning.
# Output seen, of 2026-01-30, 2026-02-01 and 2027-01-31: rdflib until the end of January 2026 3, after it 0; pyoxigraph 0, 0. Of
#   2026-01-30T10:00:00: rdflib since 1 January UTC 0, before it 1; pyoxigraph 1, 0.
# Since: seen on 2026-11-30.
# For followers: "followed until the end of the month" has everybody, always, if the list has days and the query moments; now()
#   is a moment too. Compare days with days, '2026-01-31'^^xsd:date, and give every time its zone when it is loaded.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$dir/run.py" <<'PY'
import pyoxigraph
import rdflib

people = """@prefix e: <http://example.com/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:ann e:came "2026-01-30"^^xsd:date . e:bob e:came "2026-02-01"^^xsd:date . e:cat e:came "2027-01-31"^^xsd:date .
e:dan e:wrote "2026-01-30T10:00:00"^^xsd:dateTime ."""
graph = rdflib.Graph().parse(data=people, format="turtle")
store = pyoxigraph.Store()
store.load(people.encode(), format=pyoxigraph.RdfFormat.TURTLE)
prefix = "prefix e: <http://example.com/> prefix xsd: <http://www.w3.org/2001/XMLSchema#>"

moment, start = "2026-01-31T23:59:59Z'^^xsd:dateTime", "2026-01-01T00:00:00Z'^^xsd:dateTime"
for name, ask in ("rdflib", graph.query), ("pyoxigraph", store.query):
    def told(act, order, than):
        return len(list(ask(f"{prefix} select ?who {{ ?who e:{act} ?when filter(?when {order} '{than}) }}")))

    print(f"{name} until {told('came', '<=', moment)}, after {told('came', '>', moment)}", end=", ")
    print(f"without a zone since {told('wrote', '>=', start)}, before {told('wrote', '<', start)}", end="; ")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "rdflib until 3, after 0, without a zone since 0, before 1; pyoxigraph until 0, after 0, without a zone since 1, before 0; " ] ||
  { echo "changed: rdflib compares days and times otherwise"; exit 1; }
