#!/usr/bin/env bash
# sqlframe 4.10.0 (PyPI) with duckdb 1.5.6: PySpark's functions, run on DuckDB, find two replies of somebody who never replied.
#
# Expected: as in Spark, whose functions these are: collect_list() leaves out the unknown, which is why collect_list(when(…)) collects
#   what fulfils a condition. sqlglot, with which it is built, translates Spark's SQL of it that way.
# Instead: the list has a null for each row that does not fulfil it, and size() counts them. No error.
# Output seen: replies of ann 3 of 1, of bob 2 of 0; sqlglot filters true.
# Since: seen on 2026-11-30.
# For engagement: everybody has as many acts of each kind as there are rows of them. Count with sum(when(…, 1).otherwise(0)).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py sqlframe==4.10.0 duckdb==1.5.6
seen=$(PYTHONPATH=py python3 - <<'PY'
import sqlglot
from sqlframe.duckdb import DuckDBSession
from sqlframe.duckdb import functions as F

session = DuckDBSession()
acts = [("ann", "reply", 1), ("ann", "like", 2), ("ann", "like", 3), ("bob", "like", 4), ("bob", "like", 5)]
frame = session.createDataFrame(acts, schema=["name", "kind", "day"])
replies = F.size(F.collect_list(F.when(F.col("kind") == "reply", F.col("day")))).alias("replies")
counted = {row["name"]: row["replies"] for row in frame.groupBy("name").agg(replies).collect()}
filtered = "FILTER" in sqlglot.transpile("select collect_list(day) from acts", read="spark", write="duckdb")[0]
print(f"replies of ann {counted['ann']} of 1, of bob {counted['bob']} of 0; sqlglot filters {str(filtered).lower()}")
PY
)
echo "$seen"
[ "$seen" = "replies of ann 3 of 1, of bob 2 of 0; sqlglot filters true" ] || { echo "changed: sqlframe translates otherwise"; exit 1; }
