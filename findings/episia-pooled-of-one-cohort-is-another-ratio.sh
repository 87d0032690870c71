#!/usr/bin/env bash
# episia 0.1.3 (PyPI, without what it draws with; scipy 1.16.3): followbackers leave four times as often as others, and 2.67 times, and by a difference of
# 20, once the same one table is given as a list of cohorts.
#
# Expected: of 100 followbackers 40 left, of 200 others 20: in Table2x2(40, 20, 60, 180), "exposed cases, unexposed cases, exposed non-cases, unexposed
#   non-cases", the ratio of risks is 4 and the difference 0.3. mantel_haenszel_or([table]) pools over one cohort, and has common_rr 4 and common_rd
#   0.3, as the formulas of Mantel and Haenszel have it; "all functions validated", the README says.
# Instead: these two take the cells as if the two of a route stood one behind the other, and not the two who left: it is 40 / 60 by 60 / 240. The
#   difference is not divided by the sum of its weights. The odds ratio, which has the same value both ways, is right. No warning.
# Output seen: table risk ratio 4.00 difference 0.30 odds 6.00; pooled 2.67 (1.37 to 5.18) 20.00 6.00; by hand 4.00 0.30; two cohorts with 4.00 each 2.67.
# Since: seen on 2026-12-01.
# For cohorts: pooling over months of arrival lowers every ratio of risks in front of the other one, so that it looks as if the month had
#   explained a part of it. Sum a(b + d) / n and b(a + c) / n yourself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandas==2.3.3 numpy==1.26.4 scipy==1.16.3
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" episia==0.1.3
cat > "$dir/run.py" <<'PY'
import sys
from unittest.mock import MagicMock

# What it draws with is not installed, and not used here.
sys.modules.update({name: MagicMock() for name in ("matplotlib", "matplotlib.pyplot")})
from episia.stats.contingency import Table2x2
from episia.stats.stratified import mantel_haenszel_or

table = Table2x2(40, 20, 60, 180)
a, b, c, d, n = 40, 20, 60, 180, 300
pooled, twice = mantel_haenszel_or([table]), mantel_haenszel_or([table, Table2x2(20, 10, 30, 90)])
difference = table.risk_difference()["estimate"]
print(f"table {table.risk_ratio().estimate:.2f} {difference:.2f} {table.odds_ratio().estimate:.2f};", end=" ")
print("pooled %.2f (%.2f to %.2f) %.2f %.2f;" % (pooled.common_rr, *pooled.rr_ci, pooled.common_rd, pooled.common_or), end=" ")
weight = (a + c) * (b + d) / n
print("by hand %.2f %.2f;" % ((a * (b + d) / n) / (b * (a + c) / n), (a * (b + d) - b * (a + c)) / n / weight), end=" ")
print(f"two cohorts {twice.common_rr:.2f}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "table 4.00 0.30 6.00; pooled 2.67 (1.37 to 5.18) 20.00 6.00; by hand 4.00 0.30; two cohorts 2.67" ] ||
  { echo "changed: episia pools otherwise"; exit 1; }
