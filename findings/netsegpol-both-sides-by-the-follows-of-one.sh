#!/usr/bin/env bash
# netsegpol 0.1.0 and netseg 0.1.8 (PyPI, of one author; igraph 1.0.0): followbackers who follow all of the others are as much apart as those others,
# who follow one of them, by the one package, and not apart at all by the other.
#
# Expected: the segregation matrix index of a group compares how dense its follows are within and to the others, and is "applicable to both
#   directed and undirected graphs": of ann and bob, who follow each other and of four possible follows to cat and dan do one, (1 - 1/4) / (1 + 1/4) =
#   0.6; of cat and dan, who follow each other and ann and bob as well, (1 - 1) / (1 + 1) = 0. So has it netseg.
# Instead: the follows from the first group to the second stand for both directions. Which group is the first goes by the name, so that with
#   other names both have 0. The mean is off likewise. No warning.
# Output seen: netsegpol 0.6 0.6, names exchanged 0.0 0.0; netseg 0.6 0.0, names exchanged 0.0 0.6.
# Since: seen on 2026-11-30.
# For circles: between those who follow back and those who are asked to, follows go in one direction by nature. What the many do to the few is
#   not in the number.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  netsegpol==0.1.0 netseg==0.1.8 numpy==2.4.6 scipy==1.17.1 igraph==1.0.0
cat > "$dir/run.py" <<'PY'
import igraph
import netseg
from netsegpol import Measurer

people = ["ann", "bob", "cat", "dan"]
within = [("ann", "bob"), ("bob", "ann"), ("cat", "dan"), ("dan", "cat")]
between = [("cat", "ann"), ("cat", "bob"), ("dan", "ann"), ("dan", "bob"), ("ann", "cat")]
follows = within + between

def by_netsegpol(groups):
    return Measurer(follows, dict(zip(people, groups)), directed=True).segregation_matrix_index(individual_groups=True)

def by_netseg(groups):
    return netseg.smi(groups, igraph.Graph([(people.index(who), people.index(whom)) for who, whom in follows], directed=True))

told = []
for name, ask in (("netsegpol", by_netsegpol), ("netseg", by_netseg)):
    found = [" ".join(f"{value:.1f}" for value in ask(groups)) for groups in ([0, 0, 1, 1], [1, 1, 0, 0])]
    told.append(f"{name} {found[0]}, names exchanged {found[1]}")
print("; ".join(told))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "netsegpol 0.6 0.6, names exchanged 0.0 0.0; netseg 0.6 0.0, names exchanged 0.0 0.6" ] ||
  { echo "changed: netsegpol takes follows otherwise"; exit 1; }
