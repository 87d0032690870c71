#!/usr/bin/env bash
# sqlglot 30.30.0 (PyPI): SQL of a cohort, translated from Spark to DuckDB, runs and gives other ages, another median and
# other days of the week (pyspark 4.3.0, duckdb 1.5.6; Spark needs Java 17).
#
# Expected: the translation gives what the original gives, or the translator warns, as it does of what it cannot
#   say in the other engine.
# Instead, without a warning: datediff(MONTH, …) is whole months in Spark and becomes months that begin in
#   between, so that whoever stayed from 31 January to 28 February is one month old, not 0; datediff(HOUR, …) of
#   two times two minutes apart, around midnight, is 0 and becomes 24, as both are cut to their days first;
#   percentile(x, 0.5) becomes a quantile without interpolation, so that the median of 1 and 2 is 1, not 1.5;
#   dayofweek(…) of a Sunday is 1 and becomes 0.
# Output seen: spark 0 0 1.5 1, duckdb 1 24 1 0.
# Since: seen on 2026-11-30.
# For cohorts: retention "at one month" of such SQL counts people of two days; medians of ages fall; a heatmap
#   of weekdays moves by one. Count days (datediff of DATEs agrees) and divide yourself.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" pyspark==4.3.0 sqlglot==30.30.0 duckdb==1.5.6
seen=$(cd "$dir" && PYTHONPATH="$dir" SPARK_LOCAL_IP=127.0.0.1 python3 - 2>"$dir/said" <<'PY'
import duckdb
import sqlglot
from pyspark.sql import SparkSession

questions = [
    "datediff(MONTH, DATE '2026-01-31', DATE '2026-02-28')",
    "datediff(HOUR, TIMESTAMP '2026-11-14 23:59:00', TIMESTAMP '2026-11-15 00:01:00')",
    "percentile(age, 0.5) from values (1), (2) people(age)",
    "dayofweek(DATE '2026-11-15')",
]
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
theirs = [spark.sql(f"select {question}").collect()[0][0] for question in questions]
raising = sqlglot.ErrorLevel.RAISE
ours = [
    duckdb.sql(sqlglot.transpile(f"select {question}", read="spark", write="duckdb", unsupported_level=raising)[0]).fetchall()[0][0]
    for question in questions
]
print("spark", *theirs)
print("duckdb", *ours)
PY
) || { tail -n 5 "$dir/said" >&2; exit 1; }
echo "$seen"
[ "$seen" = "spark 0 0 1.5 1
duckdb 1 24 1 0" ] || { echo "changed: sqlglot translates otherwise"; exit 1; }
