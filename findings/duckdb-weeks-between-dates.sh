#!/usr/bin/env bash
# DuckDB 1.5.6 and 2.0.1: date_diff('week') does not count the weeks that begin in between.
#
# Expected: date_diff counts the boundaries of the unit between two dates, as its manual says and
#   as it does for months: 31 January to 1 February is 1. A week begins on Monday, as in
#   date_trunc('week'), so Sunday to Monday is 1 too.
# Instead: for weeks it counts whole spans of seven days, and Sunday to Monday is 0, although
#   date_trunc puts the two days into different weeks.
# Output seen: month 1, week 0, weeks by date_trunc 1.
# Since: seen on 2026-11-28.
# For cohorts: "week of leaving minus week of following" by date_diff differs from the same by
#   date_trunc for 21 of the 49 pairs of weekdays. A follower of Sunday who is gone on Monday is in week 0
#   of one table and in week 1 of another. Subtract truncated weeks and divide by 7.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - <<'PY'
import duckdb
print("month %d, week %d, weeks by date_trunc %d" % duckdb.execute("""
select date_diff('month', date '2026-01-31', date '2026-02-01'),
    date_diff('week', date '2026-01-04', date '2026-01-05'),
    date_diff('day', date_trunc('week', date '2026-01-04'), date_trunc('week', date '2026-01-05')) // 7
""").fetchone())
PY
  )
  echo "$version: $seen"
  [ "$seen" = "month 1, week 0, weeks by date_trunc 1" ] ||
    { echo "changed: DuckDB $version counts weeks otherwise"; exit 1; }
done
