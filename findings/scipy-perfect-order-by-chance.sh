#!/usr/bin/env bash
# scipy 1.17.1 (PyPI; numpy 2.4.6): four weeks in perfect order, beside one of which nothing is known, have a correlation of ranks of 1
# with p = 1, and without that one p = 0.
#
# Expected: spearmanr(x, y, nan_policy="omit") leaves the unknown week out: statistic 1 and p 0, as of the four weeks by themselves; or p = 0.083,
#   by all orders there are, as kendalltau() has it. A p of 1 says that there is no order at all.
# Instead: another path is taken, in which the correlation is 1.0000000000000002, and what is beyond 1 has p = 1. Which numbers of
#   weeks it meets is a matter of rounding, the same with the kernels that numpy has for five kinds of processors. No warning.
# Output seen: four weeks 1.0 and 0.0, with an unknown one 1.0 and 1.0, descending -1.0 and 1.0; of 3 to 30 weeks p is 1 of 4, 8, 12,
#   17, 19 and 22.
# Since: seen on 2026-11-30.
# For cohorts: the newest cohort is not known as a rule, and few cohorts are in perfect order often. The clearest trend there can be is told
#   as chance. Leave out what is not known beforehand.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" scipy==1.17.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
from math import nan

from scipy.stats import kendalltau, spearmanr

def tell(result):
    return f"{result.statistic:.3f} and {result.pvalue:.3f}"

weeks, kept = [1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4]
print("four weeks", tell(spearmanr(weeks, kept)), end=", ")
print("with an unknown one", tell(spearmanr([*weeks, 5], [*kept, nan], nan_policy="omit")), end=", ")
print("descending", tell(spearmanr([*weeks, 5], [*kept[::-1], nan], nan_policy="omit")), end=", ")
print("Kendall", tell(kendalltau([*weeks, 5], [*kept, nan], nan_policy="omit")), end="; ")
by_number = {number: spearmanr(range(number + 1), [*range(number), nan], nan_policy="omit").pvalue for number in range(3, 31)}
print("p is 1 of", *(number for number, p in by_number.items() if p > 0.5))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "four weeks 1.000 and 0.000, with an unknown one 1.000 and 1.000, descending -1.000 and 1.000, Kendall 1.000 and 0.083; p is 1 of 4 8 12 17 19 22" ] ||
  { echo "changed: scipy has another p of ranks in perfect order"; exit 1; }
