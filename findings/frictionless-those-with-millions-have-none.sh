#!/usr/bin/env bash
# frictionless 5.21.0 (PyPI): of 40 people the one with 1.2M followers has no number, and the other 39 have theirs.
#
# Expected: a column of which one cell is no number is text, as in pandas, polars and DuckDB, or reading it fails.
# Instead: a type is what nine of ten cells are (field_confidence 0.9), and whatever is not of it is None in read_rows(),
#   extract() and to_pandas(). No error and no warning; only validate(), and row.errors of each row, know of it. The original
#   is in row.error_cells alone.
# Output seen: type integer, star None of 1.2M, others 39, rows in extract() without a number 1; validate() valid False; pandas 1.2M.
# Since: seen on 2026-11-30.
# For followers: those who have the most, as pages and apps write them, are those of whom nothing is known. Give
#   a schema or Detector(field_confidence=1), or go by row.valid.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  frictionless==5.21.0 pandas==2.3.3 numpy==2.4.6
{ echo name,followers; for number in $(seq 1 39); do echo "person$number,$((number * 10))"; done; echo star,1.2M; } > people.csv
seen=$(PYTHONPATH=py python3 - <<'PY'
import pandas as pd
from frictionless import Resource, extract, validate

with Resource("people.csv") as resource:
    rows = list(resource.read_rows())
    kind = resource.schema.get_field("followers").type
star = next(row for row in rows if row["name"] == "star")
extracted = next(iter(extract("people.csv").values()))
print(f"type {kind}, star {star['followers']} of {star.error_cells['followers']}, others {sum(row['followers'] is not None for row in rows)}, "
      f"rows in extract() without a number {sum(row['followers'] is None for row in extracted)}; validate() valid {validate('people.csv').valid}; "
      f"pandas {pd.read_csv('people.csv').followers.iloc[-1]}")
PY
)
echo "$seen"
right="type integer, star None of 1.2M, others 39, rows in extract() without a number 1; validate() valid False; pandas 1.2M"
[ "$seen" = "$right" ] || { echo "changed: frictionless guesses types otherwise"; exit 1; }
