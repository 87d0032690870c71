#!/usr/bin/env bash
# polars 2.1.0 (PyPI): the followers of 30,000 followers, 150,000 each, are 205 million together, not 4.5 thousand million.
#
# Expected: a sum of an INTEGER column of a Parquet file is as large as it is: DuckDB, pyarrow and pandas make a wider
#   number of it, and polars does so itself of 8 and 16 bits. Or it fails, or is null.
# Instead: the sum of Int32 is Int32 and begins anew after 2,147,483,647, that of UInt32 after 4,294,967,295; in sum(),
#   group_by, cum_sum and polars' SQL. No error, no warning, and the result need not be negative. The mean of the
#   same column is right.
# Output seen: polars 205032704, by group 205032704, SQL 205032704, mean 150000; of 16 bits 982980000, as it is; DuckDB,
#   pyarrow and pandas 4500000000.
# Since: seen on 2026-11-30.
# For reach: sums of followers' followers pass two thousand million at some ten thousand people, and small cohorts, in
#   tests, never do. Cast first: pl.col("followers").cast(pl.Int64).sum().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py polars==2.1.0 duckdb==2.0.1 \
  pyarrow==26.0.1 pandas==3.1.1 numpy==2.4.6
seen=$(PYTHONPATH=py python3 - <<'PY'
import duckdb
import pandas as pd
import polars as pl
from pyarrow import compute, parquet

duckdb.sql("copy (select 'May' as cohort, 150000::integer as followers from range(30000)) to 'people.parquet'")
people = pl.read_parquet("people.parquet")
total = pl.col("followers").sum()
grouped = people.group_by("cohort").agg(total)["followers"][0]
by_sql = pl.SQLContext(people=people).execute("select sum(followers) from people").collect().item()
small = pl.Series([32766] * 30000, dtype=pl.Int16).sum()
others = (duckdb.sql("select sum(followers) from 'people.parquet'").fetchall()[0][0],
          compute.sum(parquet.read_table("people.parquet")["followers"]).as_py(), int(pd.read_parquet("people.parquet").followers.sum()))
print(f"polars {people.select(total).item()}, by group {grouped}, SQL {by_sql}, mean {people['followers'].mean():.0f}; of 16 bits {small}; "
      f"others {' '.join(map(str, others))}")
PY
)
echo "$seen"
[ "$seen" = "polars 205032704, by group 205032704, SQL 205032704, mean 150000; of 16 bits 982980000; others 4500000000 4500000000 4500000000" ] ||
  { echo "changed: polars sums Int32 otherwise"; exit 1; }
