#!/usr/bin/env bash
# pyarrow 26.0.1 (PyPI; duckdb 1.5.6): of two people, who stayed 1 day and 100, the approximate median is 1, of four it is right.
#
# Expected: approximate_median() is a t-digest with room for hundreds of values, so that it is exact for few, and for an even number the mean of the middle
#   two, as it is for four, ten and a hundred, as quantile(q=0.5) of the same package has it for two, and DuckDB's approx_quantile(), by
#   a t-digest as well.
# Instead: of two it is the lesser. There is no exact median among the aggregations of group_by(), so that this is the one for groups. The
#   documentation says "approximate", and nothing of small groups.
# Output seen: of 1 100 1.0, by quantile 50.5, DuckDB 50.5; of 1 2 99 100 50.5; by groups pair 1.0 four 50.5.
# Since: seen on 2026-11-30.
# For cohorts: weeks in which two came are many, and their median stay is that of who left first. Take quantile() of each group, or DuckDB's median().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  pyarrow==26.0.1 duckdb==1.5.6
cat > "$dir/run.py" <<'PY'
import duckdb
import pyarrow
from pyarrow.compute import approximate_median, quantile

pair, four = [1, 100], [1, 2, 99, 100]
told, exact = approximate_median(pyarrow.array(pair)).as_py(), quantile(pyarrow.array(pair), q=0.5)[0].as_py()
by_duckdb = duckdb.connect().execute("select approx_quantile(days, 0.5) from (values (1.0::double), (100.0::double)) as stays (days)").fetchall()[0][0]
print(f"of 1 100 {told}, by quantile {exact}, DuckDB {by_duckdb}; of 1 2 99 100 {approximate_median(pyarrow.array(four)).as_py()}", end="; by groups ")
stays = pyarrow.table({"cohort": ["pair"] * 2 + ["four"] * 4, "days": pair + four})
medians = {row["cohort"]: row["days_approximate_median"] for row in stays.group_by("cohort").aggregate([("days", "approximate_median")]).to_pylist()}
print(f"pair {medians['pair']} four {medians['four']}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "of 1 100 1.0, by quantile 50.5, DuckDB 50.5; of 1 2 99 100 50.5; by groups pair 1.0 four 50.5" ] ||
  { echo "changed: pyarrow takes another median of two"; exit 1; }
