#!/usr/bin/env bash
# daft 0.7.26 (PyPI; pyarrow 25.0.1): in SQL, whoever's number is not known is neither "many" nor "few" by CASE … ELSE, and is not among
# those of whom it is not true that they have many.
#
# Expected: CASE WHEN n > 3 THEN 'many' ELSE 'few' END is 'few' where n is null, since a condition that is unknown is not met; and
#   (n > 3) IS NOT TRUE is there to find both, as DuckDB 1.5.6, PostgreSQL and Spark have it.
# Instead: an unknown condition makes the whole CASE null, whatever follows, a branch that asks for null as well; IS NOT TRUE is
#   unknown too. coalesce() and AND and OR are as in SQL. No error.
# Output seen: of 3, null and 10: else few null many, a branch for null few null many, sum of ones for others 1 of 3,
#   is not true 1; DuckDB few few many, few unknown many, 2, 2.
# Since: seen on 2026-11-30.
# For cohorts: sum(case when gone > day then 1 else 0 end), and CASE WHEN gone <= day THEN 0 ELSE 1 END for who is still there,
#   where gone is null: just those are not counted. Write coalesce(n > 3, false).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  daft==0.7.26 pyarrow==25.0.1 duckdb==1.5.6
cat > "$dir/run.py" <<'PY'
import daft
import duckdb

number = [3, None, 10]
people = daft.from_pydict({"n": number})
table = people.to_arrow()
questions = (
    "select case when n > 3 then 'many' else 'few' end as found from people",
    "select case when n > 3 then 'many' when n is null then 'unknown' else 'few' end as found from people",
    "select sum(case when n > 3 then 0 else 1 end) as found from people",
    "select count(*) as found from people where (n > 3) is not true",
)

def by_daft(question):
    return daft.sql(question, people=people).to_pydict()["found"]

def by_duckdb(question):
    return [row[0] for row in duckdb.connect().register("people", table).execute(question).fetchall()]

for name, ask in (("daft", by_daft), ("duckdb", by_duckdb)):
    print(name, *(" ".join(map(str, ask(question))) for question in questions), sep=", ")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py" 2> "$dir/errors") || { cat "$dir/errors"; exit 1; }
echo "$seen"
[ "$seen" = 'daft, few None many, few None many, 1, 1
duckdb, few few many, few unknown many, 2, 2' ] ||
  { echo "changed: daft's CASE has another result for the unknown"; exit 1; }
