#!/usr/bin/env bash
# polars 2.1.0 and pyarrow 26.0.1 (PyPI): "7d" is not "1w", and two weeks begin in different weeks.
#
# Expected: dt.truncate("7d") and dt.truncate("1w") put a date into the same week, which begins on
#   Monday, as DuckDB's time_bucket(interval '7 days', ...) does. Fortnights of polars and of
#   pyarrow begin on the same Mondays.
# Instead: "7d" begins on Thursdays (1 January 1970 was one), "1w" on Mondays. Fortnights of the two
#   libraries are one week apart.
# Output seen for Monday 2026-01-05: 7d 2026-01-01, 1w 2026-01-05, 2w 2026-01-05, pyarrow's 2 weeks
#   2025-12-29.
# Since: seen on 2026-11-28.
# For cohorts: weekly cohorts made with "7d" and weekly counts made with "1w" join to nothing, or,
#   matched by number, to the wrong ones; fortnightly cohorts of two tools never agree. Choose an
#   origin, and count days from it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" polars==2.1.0 pyarrow==26.0.1
seen=$(PYTHONPATH="$dir" python3 - <<'PY'
from datetime import date
import polars as pl
import pyarrow.compute as pc
monday = date(2026, 1, 5)
cut = lambda every: pl.Series([monday]).dt.truncate(every)[0]
two = pc.floor_temporal(monday, 2, unit="week").as_py()
print(f"7d {cut('7d')}, 1w {cut('1w')}, 2w {cut('2w')}, pyarrow's 2 weeks {two}")
PY
)
echo "$seen"
[ "$seen" = "7d 2026-01-01, 1w 2026-01-05, 2w 2026-01-05, pyarrow's 2 weeks 2025-12-29" ] ||
  { echo "changed: weeks or fortnights begin otherwise"; exit 1; }
