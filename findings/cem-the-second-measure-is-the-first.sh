#!/usr/bin/env bash
# cem 1.1.0 (PyPI; pandas 2.3.3): its L2 imbalance of two routes is its L1 imbalance, to the last digit, for every list.
#
# Expected: L1 is half the sum of the differences of shares, L2 the root of the sum of their squares (or half of it), so that two ways of being unlike
#   are told apart: of followbackers young and old in shares of 0.8 and 0.2, of others 0.4, 0.4 and 0.2, L1 is 0.4, and the root is 0.49, its half 0.24.
# Instead: L2() takes the root of each square before the sum, which is the difference without its sign, and halves the sum. "The L1 and L2 multivariate
#   imbalance measures are implemented as described in [2]", the README says, and coarsen() chooses by either. No warning.
# Output seen: L1 0.400, L2 0.400; root of squares 0.490, half of it 0.245; unlike in 0 of 20 lists by chance.
# Since: seen on 2026-11-30.
# For cohorts: that two measures agree is no second opinion. Square and sum the shares yourself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  cem==1.1.0 pandas==2.3.3 numpy==1.26.4
cat > "$dir/run.py" <<'PY'
import numpy
import pandas
from cem.imbalance import L1, L2

people = pandas.DataFrame({"followback": [1] * 10 + [0] * 10, "age": list("yyyyyyyyoo") + list("yyyyoooonn")})
shares = people.groupby("followback").age.value_counts(normalize=True).unstack(fill_value=0)
root = numpy.sqrt(((shares.loc[1] - shares.loc[0]) ** 2).sum())
chance = numpy.random.default_rng(3)
unlike = 0
for _ in range(20):
    some = pandas.DataFrame({"followback": chance.integers(0, 2, 60), "age": chance.integers(0, 5, 60), "tie": chance.integers(0, 3, 60)})
    unlike += abs(L1(some, "followback") - L2(some, "followback")) > 1e-12
print(
    f"L1 {L1(people, 'followback'):.3f}, L2 {L2(people, 'followback'):.3f}; root of squares {root:.3f}, half of it {root / 2:.3f};",
    f"unlike in {unlike} of 20 lists by chance",
)
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "L1 0.400, L2 0.400; root of squares 0.490, half of it 0.245; unlike in 0 of 20 lists by chance" ] ||
  { echo "changed: cem has another second measure"; exit 1; }
