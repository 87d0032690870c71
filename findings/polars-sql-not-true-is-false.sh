#!/usr/bin/env bash
# polars 2.1.0 (PyPI; duckdb 1.5.6): in its SQL, whoever is not known to be active is not among those for whom "active" is not true,
# nor among those for whom it is not false.
#
# Expected: IS NOT TRUE holds for false and for null, and IS NOT FALSE for true and for null; they are two-valued, which is what they are
#   there for, in PostgreSQL, DuckDB and SQLite. IS NOT DISTINCT FROM, IS NULL and CASE of polars' SQL are as in SQL.
# Instead: both are null where the value is, and so is IS TRUE. A filter leaves such rows out. No error.
# Output seen: of true, null and false, not true cat, not false ann, not (n > 3) true ann; values of null None None None; DuckDB bob cat,
#   ann bob, ann bob; True True False.
# Since: seen on 2026-11-30.
# For cohorts: "protected is not true" and "(gone <= day) is not true", for who is still there, is the way to say it in one condition,
#   where gone is null for all who stay: nobody stays. Write coalesce(…, false).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  polars==2.1.0 pyarrow==26.0.1 duckdb==1.5.6
cat > "$dir/run.py" <<'PY'
import duckdb
import polars

people = polars.DataFrame({"who": ["ann", "bob", "cat"], "active": [True, None, False], "n": [3, None, 10]})
table = people.to_arrow()
by_polars = lambda question: polars.SQLContext(people=people).execute(question, eager=True).rows()
by_duckdb = lambda question: duckdb.connect().register("people", table).execute(question).fetchall()
conditions = ("active is not true", "active is not false", "(n > 3) is not true")
values = "select active is not true, active is not false, active is true from people where who = 'bob'"
for name, ask in (("polars", by_polars), ("duckdb", by_duckdb)):
    found = (" ".join(who for (who,) in ask(f"select who from people where {condition} order by who")) for condition in conditions)
    print(name, *found, " ".join(map(str, ask(values)[0])), sep=", ")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = 'polars, cat, ann, ann, None None None
duckdb, bob cat, ann bob, ann bob, True True False' ] ||
  { echo "changed: polars' SQL has another result of is not true"; exit 1; }
