#!/usr/bin/env bash
# scikit-uplift 0.5.1 (PyPI, imported as sklift; pandas 1.5.3, numpy 1.23.5): the effect on all people is ten times less sure than that on a tenth of them.
#
# Expected: uplift_by_percentile(std=True, total=True) has the standard deviation of each rate, the root of p(1 - p) / n, and a last row "with the total
#   values": of 1,000 who were followed 0.3 stay, of 1,000 others 0.2, so that it is 0.0145 and 0.0126, and 0.0192 for the difference of 0.1: a third of
#   what it is in a tenth of them.
# Instead: the deviations of the tenths are added up: 0.6, which is more than any share can have. The variances of all are computed just before, and not
#   used. No error, no warning.
# Output seen: in a tenth 0.0608, of all 0.1000 with 0.6083, by hand 0.0192; in a fiftieth 0.1360, of all 6.8007; with one part 0.0192.
# Since: seen on 2026-12-01.
# For experiments: a difference of five deviations is one of a sixth of one, so that nothing ever works, and the finer the parts, the less. Take
#   bins=1.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==1.5.3 numpy==1.23.5 scipy==1.10.1 scikit-learn==1.2.2
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" scikit-uplift==0.5.1
cat > "$dir/run.py" <<'PY'
import sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

# What it draws and downloads with is not installed, and not used here.
class Absent:
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in ("matplotlib", "requests", "tqdm") else None

    def create_module(self, spec):
        return MagicMock(__path__=[])

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Absent())
import numpy
from sklift.metrics import uplift_by_percentile

# In each run of twenty people ten were followed, of whom three stay, and of the ten others two.
followed = numpy.tile([1] * 10 + [0] * 10, 100)
stayed = numpy.tile([1] * 3 + [0] * 7 + [1] * 2 + [0] * 8, 100)
score = numpy.arange(2000)[::-1]

def tell(parts):
    table = uplift_by_percentile(stayed, score, followed, bins=parts, std=True, total=True)
    return f"{table['std_uplift'].iloc[0]:.4f}, of all {table['uplift']['total']:.4f} with {table['std_uplift']['total']:.4f}"

by_hand = (0.3 * 0.7 / 1000 + 0.2 * 0.8 / 1000) ** 0.5
print(f"in a tenth {tell(10)}, by hand {by_hand:.4f}; in a fiftieth {tell(50)}; in all {tell(1)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
tenth="in a tenth 0.0608, of all 0.1000 with 0.6083, by hand 0.0192"
[ "$seen" = "$tenth; in a fiftieth 0.1360, of all 0.1000 with 6.8007; in all 0.0192, of all 0.1000 with 0.0192" ] ||
  { echo "changed: scikit-uplift has other deviations of all"; exit 1; }
