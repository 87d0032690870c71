#!/usr/bin/env bash
# abexp 0.0.3 (PyPI, with what it draws and tests with left out; pandas 2.3.3, scikit-learn 1.7.2): with the seed 0 the bootstrap of a mean is sure: its
# interval has no width.
#
# Expected: bootstrap(people, mean, seed=0) draws 500 samples, and gives the same ones each time; a seed says which ones, and not how much they differ. Of
#   forty people who stayed 10 to 49 days the interval of the mean is 26 to 33 or so, with any seed.
# Instead: each of the samples has the seed times its number for a seed, which with 0 is 0 for all: one sample, 500 times. The mean of that
#   sample is the median, and both bounds. Any other seed is right. No warning.
# Output seen: seed 0 28.70 (28.70 to 28.70), seed 1 29.36 (25.72 to 33.05), seed 7 29.40 (26.20 to 33.00).
# Since: seen on 2026-12-01.
# For experiments: 0 is the seed that is written most, next to 42. Each difference of two groups is then beyond their intervals. Take another number.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 scipy==1.16.3 scikit-learn==1.7.2
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" abexp==0.0.3
cat > "$dir/run.py" <<'PY'
import sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

# What it draws and tests with is not installed, and not used here.
class Absent:
    def find_spec(self, name, path=None, target=None):
        absent = ("matplotlib", "seaborn", "plotly", "statsmodels", "pymc3", "arviz")
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in absent else None

    def create_module(self, spec):
        return MagicMock(__path__=[])

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Absent())
import pandas
from abexp.core.analysis_frequentist import FrequentistAnalyzer

people = pandas.DataFrame({"days": range(10, 50)})

def mean(sample):
    return sample.mean(axis=0)

def tell(seed):
    median, lower, upper = FrequentistAnalyzer().bootstrap(people, mean, seed=seed).iloc[0].astype(float)
    return f"seed {seed} {median:.2f} ({lower:.2f} to {upper:.2f})"

print(f"{tell(0)}, {tell(1)}, {tell(7)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "seed 0 28.70 (28.70 to 28.70), seed 1 29.36 (25.72 to 33.05), seed 7 29.40 (26.20 to 33.00)" ] ||
  { echo "changed: abexp draws samples otherwise"; exit 1; }
