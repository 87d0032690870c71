#!/usr/bin/env bash
# dask 2026.8.0 with pandas 2.3.3 (PyPI): in a table that ends on the last day of a month, nobody came in that month.
#
# Expected: resample("ME").sum() of one newcomer a day, from January to March, is 31, 28 and 31, as in pandas, whatever the
#   number of partitions; dask fails where it cannot.
# Instead: with as many partitions as there are months, or more, the last one is 0 (count() NaN), and 90 people are 59. Two
#   partitions are right; three raise AssertionError. Quarters ("QE") of a year lose the last quarter likewise. Up
#   to 30 March, and with months named by their first day ("MS"), all is right.
# Output seen: 2 partitions 31 28 31, 4 31 28 0, 12 31 28 0; until 30 March 31 28 30; MS 31 28 31; quarters 90 91 92 0 of 90 91 92 92.
# Since: seen on 2026-11-30.
# For cohorts: tables are cut at the end of a month as a matter of course, and the newest month is the one that is looked at.
#   Read "MS", or compare the sum.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  "dask[dataframe]==2026.8.0" pandas==2.3.3 numpy==2.4.6 pyarrow==26.0.1
cat > "$dir/run.py" <<'PY'
import dask.dataframe
import pandas

def by(frequency, until, partitions):
    days = pandas.date_range("2026-01-01", until, freq="D")
    people = pandas.DataFrame({"came": 1}, index=days)
    sums = people.came.resample(frequency).sum()
    if partitions:
        sums = dask.dataframe.from_pandas(people, npartitions=partitions).came.resample(frequency).sum().compute()
    return " ".join(str(int(number)) for number in sums)

march, year = "2026-03-31", "2026-12-31"
print("pandas", by("ME", march, 0), *(f"{number}: {by('ME', march, number)}" for number in (2, 4, 12)), sep=", ", end="; ")
print("until 30 March", by("ME", "2026-03-30", 4), "MS", by("MS", march, 4), end="; ")
print("quarters pandas", by("QE", year, 0), "dask", by("QE", year, 12))
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
[ "$seen" = "pandas, 31 28 31, 2: 31 28 31, 4: 31 28 0, 12: 31 28 0; until 30 March 31 28 30 MS 31 28 31; quarters pandas 90 91 92 92 dask 90 91 92 0" ] ||
  { echo "changed: dask counts the last month otherwise"; exit 1; }
