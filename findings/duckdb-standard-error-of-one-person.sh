#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 (PyPI): the standard error of the mean of one person's days is 0, and that of two is 30 % too small.
#
# Expected: sem() is the standard deviation of a sample by the root of its size: stddev(days) / sqrt(count(days)), where stddev() is that
#   of a sample, as DuckDB says; null for one. So have it pandas' sem() and scipy 1.17.1's, 0.7071 of 1 to 5.
# Instead: it takes stddev_pop(). The fewer there are, the surer the mean is, down to 0 for one, where nothing can be told. The
#   documentation says "the standard error of the mean".
# Output seen: of one 0.0, stddev None; of 1 and 5 1.4142, by stddev 2.0; of 1 to 5 0.6325, by stddev 0.7071; scipy 2.0 0.7071.
# Since: seen on 2026-11-30.
# For cohorts: of a cohort of one the interval of the mean has no width, and of those of two and three it leaves the true mean out far
#   too often, without a null to look for. Write stddev(days) / sqrt(count(days)).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 2.0.1 1.5.6; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" duckdb==$version
done
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/scipy" scipy==1.17.1 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import duckdb
from scipy.stats import sem

def tell(days):
    ask = "select sem(day), stddev(day) / sqrt(count(day)) from (select unnest(?) as day)"
    return " by stddev ".join(str(value and round(value, 4)) for value in duckdb.execute(ask, [days]).fetchone())

print(duckdb.__version__, *(tell(days) for days in ([7], [1, 5], [1, 2, 3, 4, 5])), sep=", ", end="; ")
print("scipy", *(round(float(sem(days)), 4) for days in ([1, 5], [1, 2, 3, 4, 5])))
PY
seen=$(for version in 2.0.1 1.5.6; do PYTHONPATH="$dir/$version:$dir/scipy" python3 -W ignore "$dir/run.py"; done)
echo "$seen"
same="0.0 by stddev None, 1.4142 by stddev 2.0, 0.6325 by stddev 0.7071; scipy 2.0 0.7071"
[ "$seen" = "2.0.1, $same
1.5.6, $same" ] ||
  { echo "changed: DuckDB has other standard errors"; exit 1; }
