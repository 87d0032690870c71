#!/usr/bin/env bash
# DuckDB 1.5.6 (PyPI; 2.0.1 is better): approx_count_distinct, and SUMMARIZE with it, say 73 to 152 thousand of lists of
# a hundred thousand people each.
#
# Expected: HyperLogLog is known for errors of about 2 %; ClickHouse's uniq is off by 0.3 % of 100,000. Of a list of a
#   thousand, where counting is cheap, it is nearly exact.
# Instead: the sketch has 64 places, so that errors of 13 % are usual and of 50 % are seen: of eight lists of equal
#   length, ids of X of 19 digits, one counts as twice another. A list of 1,000 DIDs counts as 1,259.
# Output seen: 1.5.6: 100,000 people as 72.8 to 151.7 thousand, 1,000 as 1259; summarize 151.7 thousand. 2.0.1: 93.5 to 105.9
#   thousand, 1010; summarize 102.8 thousand.
# Since: seen on 2026-11-30. Version 2 has 1,024 places.
# For followers: SUMMARIZE is how one looks at a new export first, and its approx_unique beside the number of rows reads
#   as "a third of the rows are doubles", or as more people than rows. A rise of 10 % from one list to the next is
#   within the noise. count(distinct id) is exact.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
seen=""
for version in 1.5.6 2.0.1; do
  python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/$version" "duckdb==$version"
  seen+="$version: $(PYTHONPATH="$dir/$version" python3 - <<'PY'
import duckdb

def ask(sql):
    return duckdb.sql(sql).fetchall()

def people(nth):
    return f"(select 1234567890123456789 + 777777777777 * {nth} + 1000003 * n as id from range(100000) t(n))"

counts = [ask(f"select approx_count_distinct(id) / 1000, count(distinct id) from {people(nth)}")[0] for nth in range(8)]
assert all(exact == 100000 for _, exact in counts)
small = ask("select approx_count_distinct('did:plc:' || md5(n::varchar)) from range(1000) t(n)")[0][0]
summary = ask(f"select approx_unique / 1000 from (summarize from {people(0)})")[0][0]
print(f"{min(counts)[0]:.1f} to {max(counts)[0]:.1f}, {small}, summarize {summary:.1f}", end="; ")
PY
  )"
done
echo "$seen"
[ "$seen" = "1.5.6: 72.8 to 151.7, 1259, summarize 151.7; 2.0.1: 93.5 to 105.9, 1010, summarize 102.8; " ] ||
  { echo "changed: DuckDB estimates numbers of people otherwise"; exit 1; }
