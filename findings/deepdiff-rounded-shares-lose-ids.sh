#!/usr/bin/env bash
# deepdiff 9.1.0 (PyPI): asked not to mind the digits of a share, it finds no difference between two accounts either.
#
# Expected: significant_digits=2 makes 0.501 and 0.502 the same, and leaves whole numbers, as Python's round(id, 2) does; ignore_numeric_type_changes
#   makes 5 and 5.0 the same; math_epsilon is for math.isclose().
# Instead: with each of them all numbers are compared as doubles, or as texts of doubles, also with significant_digits=10: ids of 19 digits that
#   differ by up to 128 are the same, in a list, in a dict and, but for math_epsilon, in a Set. No warning.
# Output seen, differences of two ids: plain 1, in a set 2; significant_digits=2 0, in a set 0; significant_digits=10 0, in a set 0;
#   ignore_numeric_type_changes=True 0, in a set 0; math_epsilon=0.001 0, in a set 2; of a share 0.501 and 0.51 1.
# Since: seen on 2026-11-30.
# For followers: a list compared with the same list that a spreadsheet or pandas has rounded is the same, to the last follower, once anybody
#   has asked for less noise in the shares beside the ids. Give ids as text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py deepdiff==9.1.0
cat > run.py <<'PY'
from deepdiff import DeepDiff

def differences(one, other, **how):
    return sum(map(len, DeepDiff(one, other, **how).values()))

id, other = 1890000000000000001, 1890000000000000002
ways = [{}, {"significant_digits": 2}, {"significant_digits": 10}, {"ignore_numeric_type_changes": True}, {"math_epsilon": 0.001}]
seen = [
    f"{' '.join(f'{name}={value}' for name, value in how.items()) or 'plain'} {differences([id], [other], **how)}, in a set {differences({id}, {other}, **how)}"
    for how in ways
]
print("; ".join(seen) + f"; of a share {differences([0.501], [0.51], significant_digits=2)}")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
start="plain 1, in a set 2; significant_digits=2 0, in a set 0; significant_digits=10 0, in a set 0"
[ "$seen" = "$start; ignore_numeric_type_changes=True 0, in a set 0; math_epsilon=0.001 0, in a set 2; of a share 1" ] ||
  { echo "changed: deepdiff compares whole numbers otherwise"; exit 1; }
