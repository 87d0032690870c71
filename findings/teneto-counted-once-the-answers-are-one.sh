#!/usr/bin/env bash
# teneto 0.5.3 (PyPI, without what it needs for pictures of brains): once it was asked how much ties come and go, ten answers are one, in one's own
# array.
#
# Expected: fluctuability(answers) is a number, different ties by all ties, and leaves the answers as they are, as topological_overlap()
#   of the package does. Of ann, who answers bob ten times on one day and four times on the next, there are 14 answers before and after.
# Instead: whatever is not 0 becomes 1 in the array that was given. One that is asked for its strength before and after has two. No warning.
# Output seen: fluctuability 0.5; answers before 14, after topological_overlap 14, after fluctuability 2.
# Since: seen on 2026-11-30.
# For circles: what a page shows depends on which figure was made first. Give it a copy.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  numpy==1.24.4 pandas==2.0.3 scipy==1.9.3 networkx==3.2.1 matplotlib==3.8.4
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" teneto==0.5.3
cat > "$dir/run.py" <<'PY'
import sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

# What it imports for pictures of brains is not installed, and not used here.
class Absent:
    def find_spec(self, name, path=None, target=None):
        absent = ("bids", "nilearn", "templateflow", "community", "statsmodels", "skopt")
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in absent else None

    def create_module(self, spec):
        return MagicMock(__path__=[])

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Absent())
import numpy
from teneto.networkmeasures import fluctuability, topological_overlap

answers = numpy.zeros((3, 3, 2))
answers[0, 1] = [10, 4]
before = answers.sum()
topological_overlap(answers)
between = answers.sum()
found = fluctuability(answers)
print(f"fluctuability {found:.1f}; answers before {before:.0f}, after topological_overlap {between:.0f}, after fluctuability {answers.sum():.0f}")
PY
seen=$(PYTHONPATH="$dir" MPLCONFIGDIR="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "fluctuability 0.5; answers before 14, after topological_overlap 14, after fluctuability 2" ] ||
  { echo "changed: teneto leaves arrays otherwise"; exit 1; }
