#!/usr/bin/env bash
# twarc-csv 0.7.2 with twarc 2.14.0 (PyPI): of followers collected on two days into one file, the CSV of the second day
# holds newcomers alone.
#
# Expected: three followers on the first day and three on the eighth, two of whom are the same, make
#   six rows with the time of each look in __twarc.retrieved_at. The help speaks of duplicate tweets.
# Instead: a person is written once, as the first look had them. The log counts them as duplicates; the
#   exit code is 0. Grouped by the time of the look, everybody who stayed has gone by the second.
#   Numbers of followers come as 5.0, since one account had none told.
# Output seen: first ann bob cy, second dee; duplicates 2; followers of ann 5.0; with duplicates
#   allowed ann bob cy and dee ann bob.
# Since: seen on 2026-11-30.
# For followers: collecting again into the same file is what twarc is for. Give --allow-duplicates, or
#   make a CSV of each look.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install --quiet --disable-pip-version-check "twarc==2.14.0" "twarc-csv==0.7.2" "pandas==2.3.3" 2> /dev/null
cat > "$dir/run.py" <<'PY'
import csv, json
from dataframe_converter import DataFrameConverter
from twarc_csv import CSVConverter

def person(nth, name, followers=5):
    told = {} if followers is None else {"public_metrics": {"followers_count": followers, "following_count": 7,
                                                            "tweet_count": 1, "listed_count": 0}}
    return {"id": str(1500000000000000000 + 7919 * nth), "username": name, "name": name,
            "created_at": "2020-01-01T00:00:00.000Z", **told}

def page(day, people):
    told = {"url": "https://api.twitter.com/2/users/42/followers", "version": "2.14.0",
            "retrieved_at": f"2022-03-{day:02d}T00:00:00+00:00"}
    return json.dumps({"data": people, "meta": {"result_count": len(people)}, "__twarc": told}) + "\n"

ann, bob, cy, dee = person(1, "ann"), person(2, "bob"), person(3, "cy"), person(4, "dee", None)

with open("looks.jsonl", "w") as file:
    file.write(page(1, [ann, bob, cy]) + page(8, [dee, ann, bob]))

def looks(**options):
    converter = DataFrameConverter("users", **options)
    with open("looks.jsonl") as pages, open("looks.csv", "w") as out:
        CSVConverter(pages, out, converter=converter, hide_progress=True).process()
    with open("looks.csv") as written:
        rows = list(csv.DictReader(written))
    of = lambda day: " ".join(row["username"] for row in rows if row["__twarc.retrieved_at"].startswith(f"2022-03-{day}"))
    return of("01"), of("08"), converter.counts["duplicates"], rows[0]["public_metrics.followers_count"]

first, second, duplicates, count = looks()
all_first, all_second, _, _ = looks(allow_duplicates=True)
print(f"first {first}, second {second}; duplicates {duplicates}; followers of ann {count}; all {all_first}, {all_second}")
PY
cd "$dir"
seen=$("$dir/env/bin/python" -W ignore "$dir/run.py" 2> "$dir/said" | tail -n 1) || { tail -n 5 "$dir/said" >&2; exit 1; }
echo "$seen"
[ "$seen" = "first ann bob cy, second dee; duplicates 2; followers of ann 5.0; all ann bob cy, dee ann bob" ] ||
  { echo "changed: twarc-csv writes people who were seen before otherwise"; exit 1; }
