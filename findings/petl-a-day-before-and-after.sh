#!/usr/bin/env bash
# petl 1.7.30 (PyPI; intervaltree 3.2.1): with include_stop, who followed from day 10.5 to day 12.25 is found on day 9.75, before they came,
# and on day 13.
#
# Expected: intervallookup() without more has the stop left out, and include_stop=True is to "include the upper bound of the
#   interval": someone there from 10.5 to 12.25 is found on 10.5 and on 12.25, and not on 9.75 or 13.
# Instead: one is taken from and added to what is asked for. That is right for whole numbers; of parts of days, whoever came less
#   than one day later and left less than one day before is found too. intervaljoin(), intervalleftjoin() and
#   intervalantijoin() do the same. Dates fail ("unsupported operand"). No warning.
# Output seen, found by include_stop: 9.75 yes, 10.5 yes, 12.25 yes, 13.0 yes, 13.25 no; without it 12.0 yes, 12.25 no; whole days 9 no,
#   10 yes, 12 yes, 13 no; joined with looks on 9.75, 11 and 13 3 rows, by hand 1.
# Since: seen on 2026-11-30.
# For cohorts: times in days, weeks or hours with a point are the usual axis of retention. Each look finds those who had left
#   and those who had not come yet, up to a day on either side; the shorter people stay, the more of them. Count in whole
#   seconds, where one second more is what it adds.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  petl==1.7.30 intervaltree==3.2.1
cat > "$dir/run.py" <<'PY'
import petl

def asked(start, stop, days, **options):
    lookup = petl.intervallookup([["start", "stop", "who"], [start, stop, "ann"]], "start", "stop", **options)
    return ", ".join(f"{day} {'yes' if lookup.search(day) else 'no'}" for day in days)

looks = [["from", "to"], [9.75, 9.75], [11.0, 11.0], [13.0, 13.0]]
spells = [["start", "stop", "who"], [10.5, 12.25, "ann"]]
joined = petl.intervaljoin(looks, spells, lstart="from", lstop="to", rstart="start", rstop="stop", include_stop=True)
by_hand = sum(1 for day, _ in looks[1:] for start, stop, _ in spells[1:] if start <= day <= stop)
print(f"parts {asked(10.5, 12.25, [9.75, 10.5, 12.25, 13.0, 13.25], include_stop=True)};", end=" ")
print(f"without {asked(10.5, 12.25, [12.0, 12.25])};", end=" ")
print(f"whole {asked(10, 12, [9, 10, 12, 13], include_stop=True)};", end=" ")
print(f"joined {petl.nrows(joined)}, by hand {by_hand}")
PY
seen=$(PYTHONPATH="$dir" python3 "$dir/run.py")
echo "$seen"
[ "$seen" = "parts 9.75 yes, 10.5 yes, 12.25 yes, 13.0 yes, 13.25 no; without 12.0 yes, 12.25 no; whole 9 no, 10 yes, 12 yes, 13 no; joined 3, by hand 1" ] ||
  { echo "changed: petl finds other spells"; exit 1; }
