#!/usr/bin/env bash
# dynetworkx 0.4.2 (PyPI; networkx 3.6.1): of five pairs who followed each other back within a day it counts four, if people are numbered from 0, and
# five, if they are numbered from 1.
#
# Expected: count_temporal_motif(follows, ((1, 2), (2, 1)), 3) counts how often somebody follows and is followed back within three days. Any
#   hashable object is a person, as in networkx, and names make no difference to a count.
# Instead: whether somebody has a place in the motif already is asked by the truth of their name. 0 is false, as is the empty text, so that a
#   motif in which they come twice is another one. Motifs in which they come once are counted. No error, no warning.
# Output seen: from 0 4, from 1 5; of 0, whom nine follow and who follows all back, 0 of 9, of the same one as 1 9 of 9.
# Since: seen on 2026-12-01.
# For followback: whoever numbers people begins with 0, and the brand stands first: none of its followbacks is counted, and everybody else's are. Begin
#   with 1.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkx==3.6.1 numpy==1.26.4 sortedcontainers==2.4.0
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" dynetworkx==0.4.2
cat > "$dir/run.py" <<'PY'
import sys
from unittest.mock import MagicMock

# It is used for the speed of other questions alone.
sys.modules.update({name: MagicMock() for name in ("sklearn", "sklearn.linear_model", "sklearn.preprocessing", "sklearn.pipeline")})
import dynetworkx

def followbacks(pairs):
    follows = dynetworkx.ImpulseDiGraph()
    for place, (one, other) in enumerate(pairs):
        follows.add_edge(one, other, 10 * place)
        follows.add_edge(other, one, 10 * place + 1)
    return dynetworkx.count_temporal_motif(follows, ((1, 2), (2, 1)), 3)

def couples(first):
    return [(first + 2 * place, first + 2 * place + 1) for place in range(5)]

def star(brand):
    return [(fan, brand) for fan in range(brand + 1, brand + 10)]

print(f"from 0 {followbacks(couples(0))}, from 1 {followbacks(couples(1))};", end=" ")
print(f"of 0 {followbacks(star(0))} of 9, of 1 {followbacks(star(1))} of 9")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "from 0 4, from 1 5; of 0 0 of 9, of 1 9 of 9" ] || { echo "changed: dynetworkx counts motifs otherwise"; exit 1; }
