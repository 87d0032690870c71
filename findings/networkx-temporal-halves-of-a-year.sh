#!/usr/bin/env bash
# networkx-temporal 1.4.4 (PyPI; networkx 3.6.1, pandas 2.3.3): the two halves of a year, cut by dates, are the first two dates
# and the others; cut by the same days as numbers they are halves.
#
# Expected: slice(attr="day", bins=2) has "bins … created by time intervals (0)", which is the default: of follows on 1, 2 and 3 January
#   and 31 December three are in the first half, as dates and as numbers of days alike.
# Instead: dates, and text such as 2026-01-03, are numbered 0, 1, 2, … in their order, and it is these numbers that are cut into equal
#   parts. Each slice has about as many different dates, however far apart. No error; the names of the slices bear dates.
#   With no bins, a slice for each date, nothing is amiss.
# Output seen, follows in each half: numbers 3 1; dates 2 2; text 2 2; pandas' own Timestamp TypeError.
# Since: seen on 2026-11-30.
# For followers: looks at a list are not made at even distances: a month of daily looks and a year of monthly ones are
#   halves of the same length. What grew and what ebbed by quarter is told of other quarters. Give numbers of days, or
#   the borders themselves as bins.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  networkx-temporal==1.4.4 networkx==3.6.1 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
cat > "$dir/run.py" <<'PY'
import datetime
import networkx_temporal
import pandas

first = datetime.date(2026, 1, 1)
numbers = [0, 1, 2, 364]
dates = [first + datetime.timedelta(number) for number in numbers]

def halves(days):
    graph = networkx_temporal.TemporalMultiDiGraph()
    for who, day in zip("abcd", days):
        graph.add_edge(who, "brand", day=day)
    try:
        return " ".join(str(half.number_of_edges()) for half in graph.slice(attr="day", bins=2))
    except TypeError as refused:
        return type(refused).__name__

print(f"numbers {halves(numbers)}; dates {halves(dates)}; text {halves([str(date) for date in dates])};", end=" ")
print(f"Timestamp {halves([pandas.Timestamp(date) for date in dates])}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "numbers 3 1; dates 2 2; text 2 2; Timestamp TypeError" ] ||
  { echo "changed: networkx-temporal cuts dates otherwise"; exit 1; }
