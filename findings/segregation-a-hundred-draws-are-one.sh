#!/usr/bin/env bash
# segregation 2.5.4 (PyPI, without what it reads maps with; pandas 2.3.3, numpy 1.26.4): of forty circles that are mixed by chance, the followbackers keep to
# themselves more than by chance, or less, by the run, whether it draws twice or a hundred times.
#
# Expected: ModifiedDissim takes from the dissimilarity what chance alone makes of small circles, the mean of many draws ("the number of iterations the
#   evaluate average classic dissimilarity under eveness"), so that it hardly differs by the run: -0.06 or -0.07 here, by 100 draws of numpy.
# Instead: one seed is drawn, and each draw begins with it: a hundred times the same one. Two give the same number. The class has no seed to give.
#   No warning.
# Output seen, by three runs: 100 draws 0.018 0.023 -0.175, two draws 0.018 0.023 -0.175, by hand -0.062 -0.067 -0.067.
# Since: seen on 2026-12-01.
# For circles: whether a route mixes is a matter of luck, and more draws, which one takes to be sure, only take longer. Take the mean of many calls.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 joblib==1.5.2
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" segregation==2.5.4
cat > "$dir/run.py" <<'PY'
import sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

# What it reads and draws maps with is not installed, and not used here.
class Absent:
    absent = "geopandas libpysal pandarm pandana rasterio rasterstats rvlib esda matplotlib seaborn mapclassify shapely pyproj tqdm numba scipy sklearn"

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in self.absent.split() else None

    def create_module(self, spec):
        return MagicMock(__path__=[], GeoDataFrame=type("GeoDataFrame", (), {}))

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Absent())
import numpy
import pandas
from segregation.singlegroup import ModifiedDissim

circles = pandas.DataFrame({"people": [10] * 40})
circles["followback"] = numpy.random.default_rng(3).binomial(10, 0.3, 40)
share = circles["followback"].sum() / 400

def modified(run, draws):
    numpy.random.seed(run)
    return ModifiedDissim(circles, "followback", "people", iterations=draws, n_jobs=1).statistic

def by_hand(run):
    drawn = numpy.random.default_rng(run).binomial(10, share, (100, 40))
    found, *chance = [abs(own / own.sum() - (10 - own) / (10 - own).sum()).sum() / 2 for own in [circles["followback"].to_numpy(), *drawn]]
    middle = numpy.mean(chance)
    return (found - middle) / (1 - middle if found >= middle else middle)

def tell(numbers):
    return " ".join(f"{number:.3f}" for number in numbers)

runs = range(3)
print(f"100 draws {tell(modified(run, 100) for run in runs)}; two draws {tell(modified(run, 2) for run in runs)};", end=" ")
print(f"by hand {tell(map(by_hand, runs))}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "100 draws 0.018 0.023 -0.175; two draws 0.018 0.023 -0.175; by hand -0.062 -0.067 -0.067" ] ||
  { echo "changed: segregation draws otherwise"; exit 1; }
