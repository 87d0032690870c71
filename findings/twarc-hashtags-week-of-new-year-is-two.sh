#!/usr/bin/env bash
# twarc-hashtags 0.0.5 with twarc 2.14.0 (PyPI): the week of New Year is two weeks, 2025-52 and 2026-00, and each has a part of its posts.
#
# Expected: hashtags --group week counts posts by weeks: from Monday, 29 December 2025, to Sunday, 4 January 2026, there are seven posts
#   with #followback, one a day, in one week, as by weeks of ISO 8601, in pandas and in DuckDB's date_trunc().
# Instead: weeks are written by SQLite's %Y-%W, the Monday weeks within a year, so that each year begins with the rest of a week, 00, unless
#   it begins on a Monday. The names are sorted and drawn as if all were weeks. The README says "week", and nothing of it.
# Output seen: 2025-51 7, 2025-52 3, 2026-00 4, 2026-01 7.
# Since: seen on 2026-11-30.
# For campaigns: a tag is used half as much at New Year, in every year, and twice in a row; growth from the last week to the next one is that of
#   four days to seven. Group by day, and add up.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir/env" \
  twarc-hashtags==0.0.5 twarc==2.14.0 2> /dev/null
cd "$dir"
python3 - > posts.jsonl <<'PY'
import json
from datetime import date, timedelta

for number in range(28):
    day = date(2025, 12, 22) + timedelta(days=number)
    if day < date(2026, 1, 12):
        print(json.dumps({"id": str(number), "created_at": f"{day}T10:00:00.000Z", "text": "#followback", "author_id": "77",
                          "entities": {"hashtags": [{"start": 0, "end": 11, "tag": "followback"}]}, "author": {"id": "77"}, "__twarc": {}}))
PY
PYTHONPATH="$dir/env" python3 -W ignore -c "from twarc_hashtags import hashtags; hashtags()" --group week posts.jsonl counted.csv > log 2>&1
seen=$(python3 -c "
import csv
print(', '.join(f'{row[\"time\"]} {row[\"tweets\"]}' for row in sorted(csv.DictReader(open('counted.csv')), key=lambda row: row['time'])))")
echo "$seen"
[ "$seen" = "2025-51 7, 2025-52 3, 2026-00 4, 2026-01 7" ] || { echo "changed: twarc-hashtags counts by other weeks"; exit 1; }
