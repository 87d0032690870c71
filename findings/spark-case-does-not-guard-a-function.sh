#!/usr/bin/env bash
# Spark 4.3.0 and 4.0.1 (PyPI's pyspark; needs Java 17): CASE keeps a division from rows where it cannot be done, but not
# the same division inside a function of SQL.
#
# Expected: of two groups, one of nobody, `case when people > 0 then kept / people end` is 0.75 and
#   null; with a function of SQL around the division that returns what it is given, the same.
# Instead: what a function is given is computed for every row, before CASE chooses: the whole query
#   fails by DIVIDE_BY_ZERO. `if` and `coalesce` do the same; a filter of the aggregate, `avg(share)
#   filter (where people > 0)`, too. A row that WHERE leaves out is left out.
# Output seen: [0.75, None] and DIVIDE_BY_ZERO three times.
# Since: seen on 2026-11-30, of both versions.
# For shares by cohort: SQL that guards its divisions runs until the first cohort of nobody, once
#   a repeated formula is made a function, as one does with macros in DuckDB. Guard inside the
#   function, or give it `x / nullif(n, 0)`.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" "pyspark==${PYSPARK:-4.3.0}"
seen=$(cd "$dir" && PYTHONPATH="$dir" SPARK_LOCAL_IP=127.0.0.1 python3 - 2>"$dir/said" <<'PY'
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
spark.sql("create temporary function share(x double) returns double return x")
spark.sql("create temporary view cohorts as select * from values ('May', 3, 4), ('June', 0, 0) t(month, kept, people)")

def tell(select):
    try:
        print([row[0] for row in spark.sql(f"select {select} from cohorts").collect()])
    except Exception as error:
        print("DIVIDE_BY_ZERO" if "DIVIDE_BY_ZERO" in str(error) else error)

tell("case when people > 0 then kept / people end")
tell("case when people > 0 then share(kept / people) end")
tell("if(people > 0, share(kept / people), null)")
tell("avg(share(kept / people)) filter (where people > 0)")
PY
) || { tail -n 5 "$dir/said" >&2; exit 1; }
echo "$seen"
[ "$seen" = "[0.75, None]
DIVIDE_BY_ZERO
DIVIDE_BY_ZERO
DIVIDE_BY_ZERO" ] || { echo "changed: Spark computes a function's argument otherwise"; exit 1; }
