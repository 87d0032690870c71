#!/usr/bin/env bash
# ibis 12.0.0 (PyPI) with duckdb 1.5.6 and polars 2.1.0: nunique() counts the unknown as a person in Polars, and not in DuckDB
# or SQLite.
#
# Expected: one expression of ibis means one thing in every engine; that is what ibis is for. Unique ids of 11, 12, 14 and an
#   unknown one are three, as count(distinct id) has it in SQL.
# Instead: Polars' n_unique, in which null is a value, is called as it is: four. A group of which nobody's id is known has
#   one person there and none in DuckDB. count() agrees: 3 and 3.
# Output seen: duckdb 3, count 3, groups 3 0; polars 4, count 3, groups 4 1; of the known 3 0 in both.
# Since: seen on 2026-11-30 (sqlglot 27.29.0, pandas 3.1.1).
# For followers: a report moved from DuckDB to Polars has one more person in every cohort with anybody unknown, and cohorts of
#   one where nobody is known. Ask t.id.nunique(where=t.id.notnull()).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --no-compile --disable-pip-version-check "ibis-framework[duckdb,polars]==12.0.0" duckdb==1.5.6 polars==2.1.0 \
  sqlglot==27.29.0 pandas==3.1.1 2> /dev/null
seen=$("$dir/env/bin/python" -W ignore - <<'PY'
import ibis
import pandas as pd

people = pd.DataFrame({"cohort": ["May"] * 4 + ["June"], "id": pd.Series([11, 12, None, 14, None], dtype="Int64")})

def tell(engine):
    table = engine.create_table("people", people)
    may = table.filter(table.cohort == "May")
    groups = table.group_by("cohort").aggregate(people=table.id.nunique(where=table.id.notnull()), counted=table.id.nunique())
    counted = dict(groups.execute().set_index("cohort").counted)
    known = dict(groups.execute().set_index("cohort").people)
    return (f"{engine.name} {may.id.nunique().execute()}, count {may.id.count().execute()}, "
            f"groups {counted['May']} {counted['June']}, of the known {known['May']} {known['June']}")

print("; ".join(tell(engine) for engine in (ibis.duckdb.connect(), ibis.polars.connect())))
PY
)
echo "$seen"
[ "$seen" = "duckdb 3, count 3, groups 3 0, of the known 3 0; polars 4, count 3, groups 4 1, of the known 3 0" ] ||
  { echo "changed: ibis counts unknown ids otherwise"; exit 1; }
