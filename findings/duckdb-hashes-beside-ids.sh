#!/usr/bin/env bash
# DuckDB 2.0.1 and 1.5.6 (PyPI): ids of X beside hash() of ids of Bluesky are exact in a query, and doubles in the Parquet
# file that it is copied to.
#
# Expected: a union of BIGINT ids and of hash(did), which is UBIGINT, keeps every digit, in a table and in
#   the file made of it; or the copy fails, since Parquet has no integer so wide.
# Instead: the union is HUGEINT, which still has every digit, and COPY to Parquet writes DOUBLE for it. No
#   error, no warning. Two followers whose ids differ in the last digits are one in the file.
# Output seen: in the query HUGEINT, 3 people; in the file DOUBLE, 2 people. sum() of a BIGINT is
#   HUGEINT too: DOUBLE in the file.
# Since: seen on 2026-11-30, of both versions.
# For followers: a table of people of both networks is made in just this way. Shift the hash into a BIGINT,
#   (hash(did) >> 1)::bigint, or keep ids as text; cast sums.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for version in 2.0.1 1.5.6; do
  python3 -m pip install --quiet --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen=$(PYTHONPATH="$dir/$version" python3 - "$dir/people.parquet" "$dir/sum.parquet" <<'PY'
import sys
import duckdb

people, total = sys.argv[1:]
db = duckdb.connect()
db.execute("""create table both_networks as
  select id from (values (1234567890123456788), (1234567890123456789)) x(id)
  union all select hash('did:plc:aaaabbbbccccddddeeeeffff')""")
db.execute(f"copy both_networks to '{people}'")
db.execute(f"copy (select sum(n) as n from (values (3::bigint)) t(n)) to '{total}'")

def told(source, column="id"):
    kind = db.execute(f"select column_type from (describe from {source})").fetchone()[0]
    return kind, db.execute(f"select count(distinct {column}) from {source}").fetchone()[0]

query, file = told("both_networks"), told(f"'{people}'")
print(f"in the query {query[0]}, {query[1]} people; in the file {file[0]}, {file[1]} people; a sum {told(repr(total), 'n')[0]}")
PY
)
  echo "$version: $seen"
  [ "$seen" = "in the query HUGEINT, 3 people; in the file DOUBLE, 2 people; a sum DOUBLE" ] ||
    { echo "changed: DuckDB writes wide integers to Parquet otherwise"; exit 1; }
done
