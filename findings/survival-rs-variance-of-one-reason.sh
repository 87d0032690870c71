#!/usr/bin/env bash
# survival 2.0.0 (PyPI, a library in Rust after R's package; numpy 2.4.6): the variance of a share of those who left for one of several
# reasons is twice to some hundred times too large, and it is 1 where everybody left.
#
# Expected: where everybody was watched to the end, the share who unfollowed is a share of 100: 50 of them, 0.5, has the variance 0.5 * 0.5 / 100,
#   0.0025, and an interval of 0.40 to 0.60, whatever became of the others. One who leaves on day 1 of 100 has 0.000099.
# Instead: competing_risks_cif() gives 0.0125 and 0.28 to 0.72, and the same where nobody left for another reason. The share itself is right. Where all
#   leave one by one, the first has twice the variance that there is, and at the end, when the share is 1 and the variance 0, it is 0.999, where
#   a share of 100 cannot have more than 0.0025. No error, no warning.
# Output seen: half on one day 0.5 variance 0.0125 from 0.28 to 0.72, by hand 0.0025 from 0.40 to 0.60; one by one first 0.00020 last 1.0
#   variance 0.999.
# Since: seen on 2026-11-30.
# For followers: unfollowed, blocked and suspended are the reasons, and two routes that differ by twenty points are "not told apart" where a thousand
#   people were watched. Where all were watched to an age, take the interval of a share; otherwise that of R's survfit().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  survival==2.0.0 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
from math import sqrt

from survival.regression import competing_risks_cif

unfollowed, blocked = 1, 2
told = competing_risks_cif([1] * 50 + [2] * 50, [unfollowed] * 50 + [blocked] * 50, unfollowed)
print(f"half on one day {told.cif[0]} variance {told.variance[0]:.4f} from {told.ci_lower[0]:.2f} to {told.ci_upper[0]:.2f}", end=", ")
print(f"by hand {0.25 / 100:.4f} from {0.5 - 1.96 * sqrt(0.0025):.2f} to {0.5 + 1.96 * sqrt(0.0025):.2f}", end="; ")
told = competing_risks_cif(list(range(1, 101)), [unfollowed] * 100, unfollowed)
print(f"one by one first {told.variance[0]:.5f} last {told.cif[-1]:.1f} variance {told.variance[-1]:.3f}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "half on one day 0.5 variance 0.0125 from 0.28 to 0.72, by hand 0.0025 from 0.40 to 0.60; one by one first 0.00020 last 1.0 variance 0.999" ] ||
  { echo "changed: survival tells the variance of a share of several otherwise"; exit 1; }
