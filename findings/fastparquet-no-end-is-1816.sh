#!/usr/bin/env bash
# fastparquet 2026.9.0 with pandas 2.3.3 (PyPI): whoever is there until 9999-12-31, which is to say still, left in 1816.
#
# Expected: a DATE of a Parquet file is read as the day it is, as pyarrow and polars do, also where it is the day that stands
#   for "no end yet" in tables of intervals; or the reader fails, as pandas itself does with a day beyond the
#   nanoseconds ("Out of bounds nanosecond timestamp").
# Instead: days are multiplied into nanoseconds of 64 bits, which end in 2262 and begin anew in 1677. No error, no warning;
#   filters, and the statistics that they choose row groups by, go by the wrong day. A TIMESTAMP of the same day is
#   right, so one file has both.
# Output seen: until 1816-03-29, as a timestamp 9999-12-31, days stayed 27 -76618, there in March of until nobody, of the timestamp
#   bob; pyarrow 9999-12-31; polars 9999-12-31.
# Since: seen on 2026-11-30 (duckdb 2.0.1 wrote the file).
# For cohorts: all who never left have left before they came. Where negative stays are dropped as mistakes of the data, the
#   cohort consists of those who left. Read with pyarrow, or write null for no end.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  fastparquet==2026.9.0 pandas==2.3.3 numpy==2.4.6 duckdb==2.0.1 pyarrow==26.0.1 polars==2.1.0
cat > "$dir/run.py" <<'PY'
import sys
import duckdb
import fastparquet
import pandas
import polars
import pyarrow.parquet

path = sys.argv[1]
duckdb.execute(f"""copy (
    select name, date '2026-01-05' as since, until, until::timestamp as time
    from (values ('ann', date '2026-02-01'), ('bob', date '9999-12-31')) as people (name, until)
) to '{path}' (format parquet)""")
file = fastparquet.ParquetFile(path)
people = file.to_pandas()

def there(column):
    march = file.to_pandas(filters=[(column, ">=", pandas.Timestamp("2026-03-01"))], row_filter=True)
    return " ".join(march.name) or "nobody"

def day(time):
    return str(time)[:10]

print(f"until {day(people.until[1])}, time {day(people.time[1])}", end=", ")
print("days stayed", *(people.until - people.since).dt.days, end=", ")
print(f"there in March {there('until')}, by time {there('time')}", end="; ")
print("pyarrow", pyarrow.parquet.read_table(path)["until"][1], end="; ")
print("polars", polars.read_parquet(path)["until"][1])
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py" "$dir/people.parquet")
echo "$seen"
[ "$seen" = "until 1816-03-29, time 9999-12-31, days stayed 27 -76618, there in March nobody, by time bob; pyarrow 9999-12-31; polars 9999-12-31" ] ||
  { echo "changed: fastparquet reads days far away otherwise"; exit 1; }
