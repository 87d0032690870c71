#!/usr/bin/env bash
# netsegpol 0.1.0 and netseg 0.1.8 (PyPI, of one author; igraph 1.0.0): of two circles without a tie between them, half of all contact goes to the
# other circle, if one person answers their own posts four times.
#
# Expected: Krackhardt's E-I index is (external - internal) / all, from -1, where all ties are within groups, to 1. Ann and bob answer each other,
#   cat and dan as well: -1. Answers of ann to ann are within her group, so that it stays -1, as netseg has it; or they are left
#   out, as modularity_score() of netsegpol leaves them out.
# Instead: the diagonal is taken from the ties within, and all that is not within is between. No warning.
# Output seen: netsegpol without -1.0, with one -0.6, with four 0.0; netseg -1.0 -1.0 -1.0.
# Since: seen on 2026-11-30.
# For circles: threads are answers to oneself, and who runs campaigns writes threads. Take the loops out before.
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
groups = [0, 0, 1, 1]
answers = [("ann", "bob"), ("bob", "ann"), ("cat", "dan"), ("dan", "cat")]

def by_netsegpol(ties):
    return Measurer(ties, dict(zip(people, groups))).krackhardt_ei(negative=False)

def by_netseg(ties):
    return netseg.krackhardt_ei(groups, igraph.Graph([(people.index(who), people.index(whom)) for who, whom in ties], directed=True))

without, one, four = (answers + [("ann", "ann")] * count for count in (0, 1, 4))
print(
    f"netsegpol without {by_netsegpol(without):.1f}, with one {by_netsegpol(one):.1f}, with four {by_netsegpol(four):.1f};",
    f"netseg {by_netseg(without):.1f} {by_netseg(one):.1f} {by_netseg(four):.1f}",
)
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "netsegpol without -1.0, with one -0.6, with four 0.0; netseg -1.0 -1.0 -1.0" ] ||
  { echo "changed: netsegpol counts loops otherwise"; exit 1; }
