#!/usr/bin/env bash
# igraph 1.0.0 (PyPI): people named by whole numbers are written to GraphML, GML and Pajek with 15 digits of their ids.
#
# Expected: TupleList takes ids of X as names, and has them exactly (vs["name"] is a list of whole numbers; pickle keeps
#   them). A file written and read again has the same people, or write() refuses names that are no text, as it
#   warns of them for NCOL.
# Instead: each name is 1.23456789012346e+18, less than a double would hold: ids less than 10,000 apart are one name, and no
#   id of that length matches any other list, read as number or text. Times in microseconds, of edges, lose
#   their last digit in the same way.
# Output seen: graphml, gml and pajek 1.23456789012346e+18, 2 names of 3 people; since 1767571200123456 is
#   1.76757120012346e+15 (Pajek leaves it out); from text 1234567890123456788, 3 names, since as it was.
# Since: seen on 2026-11-30.
# For circles: GraphML is the way from igraph to Gephi. Whoever is looked up there, or joined back to the list, is not
#   found. Make names and times text first: TupleList((str(a), str(b)) …).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/py" igraph==1.0.0
cd "$dir"
seen=$(PYTHONPATH="$dir/py" python3 -W error - <<'PY'
from pathlib import Path
import igraph

follows = [(1234567890123456788, 12, 1767571200123456), (1234567890123456789, 12, 1767571200123457)]

def tell(form, follows):
    graph = igraph.Graph.TupleList(follows, directed=True, edge_attrs=["since"])
    held = graph.vs["name"]
    graph.write(f"follows.{form}", format=form)
    text = Path(f"follows.{form}").read_text()
    names = igraph.Graph.Read(f"follows.{form}", format=form).vs["name"]
    first = next(word for word in ("1234567890123456788", "1.23456789012346e+18") if word in text)
    since = [word for word in ("1767571200123456", "1.76757120012346e+15") if word in text]
    return f"{form} {first} {len(set(names))} of {len(held)}{''.join(f' since {time}' for time in since)}"

as_text = [tuple(map(str, follow)) for follow in follows]
print("; ".join([*(tell(form, follows) for form in ("graphml", "gml", "pajek")), f"from text {tell('graphml', as_text)}"]))
PY
)
echo "$seen"
both="1.23456789012346e+18 2 of 3 since 1.76757120012346e+15"
[ "$seen" = "graphml $both; gml $both; pajek 1.23456789012346e+18 2 of 3; from text graphml 1234567890123456788 3 of 3 since 1767571200123456" ] ||
  { echo "changed: igraph writes names that are numbers otherwise"; exit 1; }
