#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 with hyparquet 1.33.0 (npm): ids in a UINTEGER column of a Parquet file of version 2 are read as
# others, if the first of them is above 2,147,483,647; pyarrow cannot read the file.
#
# Expected: whichever version of Parquet DuckDB writes, others read the same ids. UINTEGER holds up to 4,294,967,295, and
#   Parquet has a mark for it (unsigned, 32 bits).
# Instead: version 2 packs the differences, and DuckDB writes the first id as a number of more than 32 bits. hyparquet takes
#   31 bits of it and counts on from there, so that every id is too small by 2 ** 31, without an error; pyarrow
#   26.0.1 refuses the same file (also where such an id comes later); polars 2.1.0 and DuckDB read it. The list turned
#   round, lowest id first, is right in hyparquet. Version 1, and BIGINT in version 2, are right in both.
# Output seen, of files by both versions: DuckDB and polars 4294967295 4294967292, pyarrow refuses, hyparquet 2147483647
#   2147483644, turned round 5 4000000001, bigint 4294967295 4294967292.
# Since: seen on 2026-11-30.
# For followers: lists of X begin with the newest, which has the largest id. All of them become other accounts, and the
#   numbers look like ids. Write BIGINT.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
for version in 2.0.1 1.5.6; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$version" "duckdb==$version"
done
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target readers pyarrow==26.0.1 polars==2.1.0
npm init -y > /dev/null
npm install --silent --ignore-scripts --no-audit --no-fund hyparquet@1.33.0
cat > write.py <<'PY'
import duckdb
lists = {"newest": "4294967295, 4294967292", "turned": "5, 4000000001", "bigint": "4294967295, 4294967292"}
for name, ids in lists.items():
    type = "bigint" if name == "bigint" else "uinteger"
    duckdb.sql(f"copy (select unnest([{ids}])::{type} as id) to '{name}.parquet' (format parquet, parquet_version v2)")
print("DuckDB", *(row[0] for row in duckdb.sql("select id from 'newest.parquet'").fetchall()), end=", ")
PY
cat > read.py <<'PY'
import polars, pyarrow
from pyarrow import parquet
print("polars", *polars.read_parquet("newest.parquet")["id"], end=", pyarrow ")
try:
    print(*parquet.read_table("newest.parquet")["id"].to_pylist(), end=", ")
except (OSError, pyarrow.ArrowInvalid):
    print("refuses", end=", ")
PY
cat > read.mjs <<'JS'
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
const ids = async (name) => (await parquetReadObjects({file: await asyncBufferFromFile(`${name}.parquet`)})).map(({id}) => id).join(" ");
console.log(`hyparquet ${await ids("newest")}, turned round ${await ids("turned")}, bigint ${await ids("bigint")}`);
JS
for version in 2.0.1 1.5.6; do
  seen="$(PYTHONPATH=$version python3 write.py)$(PYTHONPATH=readers python3 read.py)$(node read.mjs)"
  echo "$version: $seen"
  [ "$seen" = "DuckDB 4294967295 4294967292, polars 4294967295 4294967292, pyarrow refuses, hyparquet 2147483647 2147483644, \
turned round 5 4000000001, bigint 4294967295 4294967292" ] || { echo "changed: UINTEGER in Parquet files of version 2 is read otherwise"; exit 1; }
done
