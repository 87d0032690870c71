#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 (PyPI; pandas 2.3.3): value_counts() of a relation has a row for people whose route is not known, and counts nobody in it.
#
# Expected: of five followers, of whom the route of three is null, followback 1, organic 1 and null 3, as by count(*) of the same groups, by
#   value_counts() of polars, and of pandas with dropna=False; or no row of null, as pandas has it otherwise. "Computes the number of elements present".
# Instead: the rows are grouped by the value, and the value is counted, count(route), which leaves out null: the group is there, with 0. No error,
#   no warning; the numbers do not add up to those of the relation.
# Output seen, of both: value_counts followback 1 organic 1 None 0, count(*) followback 1 organic 1 None 3; pandas followback 1 organic 1 None 3.
# Since: seen on 2026-11-30.
# For followers: "nobody of unknown route" reads as a clean list, and shares of the counts are those of the known: 50 % followback where it is 20 to 80.
#   Write aggregate("route, count(*)").
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
install() { python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$@"; }
install "$dir/new" duckdb==2.0.1
install "$dir/old" duckdb==1.5.6
install "$dir/pandas" pandas==2.3.3 numpy==2.4.6
cat > "$dir/run.py" <<'PY'
import duckdb

people = duckdb.sql("""select * from (values ('ann', 'followback'), ('bob', null), ('cat', 'organic'), ('dan', null), ('eve', null))
  as people (who, route)""")

def told(relation):
    return " ".join(f"{route} {number}" for route, number in relation.order("route nulls last").fetchall())

by_pandas = people.df()["route"].value_counts(dropna=False)
known, unknown = by_pandas[by_pandas.index.notna()], by_pandas[by_pandas.index.isna()].sum()
print(f"value_counts {told(people.value_counts('route'))}, count(*) {told(people.aggregate('route, count(*)'))}; pandas", end=" ")
print(" ".join(f"{route} {number}" for route, number in sorted(known.items())), "None", unknown)
PY
wanted="value_counts followback 1 organic 1 None 0, count(*) followback 1 organic 1 None 3; pandas followback 1 organic 1 None 3"
for version in new old; do
  seen=$(PYTHONPATH="$dir/$version:$dir/pandas" python3 -W ignore "$dir/run.py")
  echo "$seen"
  [ "$seen" = "$wanted" ] || { echo "changed: DuckDB ($version) counts values otherwise"; exit 1; }
done
