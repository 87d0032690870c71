#!/usr/bin/env bash
# DuckDB 1.5.6 and 2.0.1: the days up to the date 'infinity' are a plain number.
#
# Expected: 'infinity'::date - date '2026-01-01' fails, as the same difference of timestamps does
#   ("Cannot subtract infinite timestamps"), or gives NULL, as date_diff does.
# Instead: it gives 2147463193 days, some 5.9 million years, and averages take that in.
# Output seen: 2147463193, average with a stay of 7 days 1073731600, date_diff None.
# Since: seen on 2026-11-28.
# For cohorts: 'infinity' looks like the natural end of a stay that still goes on. One open
#   stay then makes the mean of a whole cohort meaningless, and where the mean is shown in a
#   class such as "more than a year" nobody sees it. date_diff instead leaves such stays out of
#   the average silently, which makes it too short. Keep open ends as NULL and censor them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - <<'PY'
import duckdb
print("%d, average %d, date_diff %s" % duckdb.execute("""
select max(d - date '2026-01-01'), avg(d - date '2026-01-01'),
    date_diff('day', date '2026-01-01', 'infinity'::date)
from (values ('infinity'::date), (date '2026-01-08')) t(d)
""").fetchone())
PY
  )
  echo "$version: $seen"
  [ "$seen" = "2147463193, average 1073731600, date_diff None" ] ||
    { echo "changed: DuckDB $version treats the infinite date otherwise"; exit 1; }
done
