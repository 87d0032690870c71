#!/usr/bin/env bash
# pandera 0.35.0 with pandas 2.3.3 (PyPI): of two lists put together, a valid person is dropped together with an invalid one of
# the other list.
#
# Expected: drop_invalid_rows=True leaves out the rows that fail a check. Of three people of May and three of June, of whom one of
#   June has -1 followers, five stay; so they do with pandera and polars 2.1.0, and after reset_index().
# Instead: rows are dropped by their label. pd.concat([may, june]) numbers both lists from 0, and whoever stands in the same place
#   of the other list goes too. No error, no warning; without dropping, one failure is told, and it is one row.
# Output seen: failures 1; kept ann cat dan fay, numbered anew ann bob cat dan fay, polars ann bob cat dan fay.
# Since: seen on 2026-11-30.
# For followers: lists of months are put together in just this way, and with twelve of them an invalid row takes eleven people
#   along. Give pd.concat(..., ignore_index=True), and compare the number of rows with that of failures.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pandera==0.35.0 pandas==2.3.3 numpy==2.4.6 polars==2.1.0 pyarrow==26.0.1
cat > "$dir/run.py" <<'PY'
import pandas
import pandera.pandas
import pandera.polars
import polars

may = pandas.DataFrame({"name": ["ann", "bob", "cat"], "followers": [5, 7, 9]})
june = pandas.DataFrame({"name": ["dan", "eve", "fay"], "followers": [4, -1, 6]})
both = pandas.concat([may, june])

def schema(engine, **more):
    return engine.DataFrameSchema({"followers": engine.Column(int, engine.Check.ge(0))}, **more)

def kept(engine, people):
    return " ".join(schema(engine, drop_invalid_rows=True).validate(people, lazy=True)["name"])

try:
    schema(pandera.pandas).validate(both, lazy=True)
    failures = 0
except pandera.errors.SchemaErrors as errors:
    failures = len(errors.failure_cases)
print(f"failures {failures}; kept {kept(pandera.pandas, both)}; numbered anew", end=" ")
print(f"{kept(pandera.pandas, both.reset_index(drop=True))}; polars {kept(pandera.polars, polars.from_pandas(both))}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "failures 1; kept ann cat dan fay; numbered anew ann bob cat dan fay; polars ann bob cat dan fay" ] ||
  { echo "changed: pandera drops other rows"; exit 1; }
