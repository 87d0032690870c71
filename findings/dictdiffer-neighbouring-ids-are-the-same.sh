#!/usr/bin/env bash
# dictdiffer 0.10.0 (PyPI): an account that is another one is the same, if the two ids of X are up to about 380 apart.
#
# Expected: diff() of two whole numbers tells whether they differ, as == does; the tolerance, which is 2.2e-16 and can be set, is for
#   "two float numbers", of which 0.1 + 0.2 and 0.3 should be the same. With tolerance=0 whatever differs does.
# Instead: it is relative, and whole numbers are made doubles and compared by it too: of ids of 19 digits some 380 are nothing, and with
#   tolerance=0 still 128, for that is what a double leaves out. In a Set the same ids differ. No warning.
# Output seen: follower 0, pinned post 0, in a list 0, in a set 2; 1000 apart 1; small numbers 1; with tolerance=0 0; as text 1.
# Since: seen on 2026-11-30.
# For followers: ids that a spreadsheet, pandas or JavaScript has rounded lie within 128 of the true ones: a list that was spoiled on the
#   way is "the same" as the one it was made from, by the tool that was to tell. Compare ids as text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py dictdiffer==0.10.0
cat > run.py <<'PY'
from dictdiffer import diff

def differences(one, other, **how):
    return len(list(diff(one, other, **how)))

id, rounded = 1890000000000000001, 1890000000000000000
print(f"follower {differences({'ann': id}, {'ann': rounded})}, pinned post {differences({'ann': {'pinned': id}}, {'ann': {'pinned': id + 300}})},",
      f"in a list {differences([id], [rounded])}, in a set {differences({id}, {rounded})}; 1000 apart {differences([id], [id + 1000])};",
      f"small numbers {differences([1], [2])}; with tolerance=0 {differences([id], [rounded], tolerance=0)}; as text {differences([str(id)], [str(rounded)])}")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = "follower 0, pinned post 0, in a list 0, in a set 2; 1000 apart 1; small numbers 1; with tolerance=0 0; as text 1" ] ||
  { echo "changed: dictdiffer compares whole numbers otherwise"; exit 1; }
