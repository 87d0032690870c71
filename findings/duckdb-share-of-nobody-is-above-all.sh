#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 (PyPI): the share of a cohort of nobody is neither null nor an error, and it is above every
# threshold, the greatest of all, and the first of a descending order.
#
# Expected: 0 / 0 is null, as in SQLite and MySQL, or an error, as in PostgreSQL. The
#   correlation with a constant is null, as PostgreSQL has it.
# Instead: both are NaN, and NaN counts as greater than any number, in comparisons too, against what
#   IEEE 754 says of them. `is null`, coalesce and count do not see it; one such cohort makes the mean
#   of all shares NaN.
# Output seen: kept at least 90 %: June (of nobody); best June; without a share 0; mean nan;
#   correlated above 0.9 with a constant: True.
# Since: seen on 2026-11-30, of both versions.
# For cohorts: "which cohorts kept nine in ten" names the one of nobody. Divide by nullif(people, 0),
#   and ask isnan of corr.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 2.0.1 1.5.6; do
  python3 -m pip install --quiet --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - <<'PY'
import duckdb

db = duckdb.connect()
db.execute("create table cohorts as from (values ('April', 3, 4), ('May', 1, 4), ('June', 0, 0)) t(month, kept, people)")
one = lambda sql: db.execute(sql).fetchone()[0]
print(f"kept at least 90 %: {one('select string_agg(month) from cohorts where kept / people >= 0.9')}; "
      f"best {one('select month from cohorts order by kept / people desc limit 1')}; "
      f"without a share {one('select count(*) from cohorts where (kept / people) is null')}; "
      f"mean {one('select avg(kept / people) from cohorts')}; "
      f"correlated above 0.9 with a constant: {one('select corr(kept, 1) > 0.9 from cohorts')}")
PY
)
  echo "$version: $seen"
  [ "$seen" = "kept at least 90 %: June; best June; without a share 0; mean nan; correlated above 0.9 with a constant: True" ] ||
    { echo "changed: DuckDB divides by nobody otherwise"; exit 1; }
done
