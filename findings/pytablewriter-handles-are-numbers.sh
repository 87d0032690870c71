#!/usr/bin/env bash
# pytablewriter 1.2.1 (PyPI): the CSV that it writes has 700 for the handle 00700, 12000 for 12e3, and 125 for a share of 12,5 %.
#
# Expected: CsvTableWriter writes a str as it is, as Python's csv does, and quotes it if there is a comma in it. What looks like a number is
#   aligned to the right in Markdown, at most.
# Instead: each str that can be read as a number is written as that number: zeros in front are gone, 12e3 and 1_000 are computed, "12,5" has
#   lost its comma, whichever it was, "infinity" is a number too. Types of columns (type_hints) help, where one knows that one must. No
#   warning.
# Output seen: 00700 700, 12e3 12000, 1_000 1000, 12,5 125, infinity Infinity, ann_b "ann_b"; in JSON 00700 is 700; with type_hints "00700".
# Since: seen on 2026-11-30 (typepy 1.3.5).
# For followers: two handles become one, and match no list; shares of a German or French export are ten times and a hundred times too large, by
#   their decimals. Give type_hints=["str", …], or take Python's csv.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target py \
  pytablewriter==1.2.1 typepy==1.3.5
cat > run.py <<'PY'
import json
import pytablewriter

def written(text, **how):
    writer = pytablewriter.CsvTableWriter(headers=["handle"], value_matrix=[[text]], **how)
    return writer.dumps().splitlines()[1]

seen = ", ".join(f"{text} {written(text)}" for text in ("00700", "12e3", "1_000", "12,5", "infinity", "ann_b"))
in_json = json.loads(pytablewriter.JsonTableWriter(headers=["handle"], value_matrix=[["00700"], ["ann_b"]]).dumps())[0]["handle"]
print(f"{seen}; in JSON 00700 is {in_json!r}; with type_hints {written('00700', type_hints=['str'])}")
PY
seen=$(PYTHONPATH=py python3 run.py)
echo "$seen"
[ "$seen" = '00700 700, 12e3 12000, 1_000 1000, 12,5 125, infinity Infinity, ann_b "ann_b"; in JSON 00700 is 700; with type_hints "00700"' ] ||
  { echo "changed: pytablewriter writes texts otherwise"; exit 1; }
