"""The three answers from CSV files, by Python's standard library alone. See ../answers.ts for what they mean.

Usage: python3 from_csv.py FOLDER. Prints one line an answer: answer, month, route, people, of them retained or engaged.
"""

import csv
import sys
from collections import Counter
from pathlib import Path
from time import gmtime

DAY = 86_400
RETAINED_DAYS, ENGAGED_DAYS, DROPPED_DAYS = 90, 30, 30
NEAR = 3.5 * DAY

folder = Path(sys.argv[1])
dates = sorted(int(file.stem) for file in (folder / "followers").iterdir())
last_date = dates[-1]


def rows_of(file):
    with file.open(newline="") as lines:
        return dict(csv.reader(lines))


def list_at(date):
    """The list that shows who of those first seen on a date is retained; None where no list is near."""
    due = date + RETAINED_DAYS * DAY
    nearest = min(dates, key=lambda other: abs(other - due))
    return nearest if due <= last_date and abs(nearest - due) <= NEAR else None


shown_by = {date: list_at(date) for date in dates}


def month_of(date):
    return "%d-%02d" % gmtime(date)[:2]


came = {}  # the list that first showed a person
first_seen, last_seen = {}, {}  # page times, as in the files: ten digits compare as text
route = {}
our_first, our_last = {}, {}  # the lists that first and last showed that the account follows a person
new_in = {}
retained = Counter()
for date in dates:
    following = rows_of(folder / "following" / f"{date}.csv")
    for person in following.keys() - our_first.keys():
        our_first[person] = date
    our_last.update(dict.fromkeys(following, date))
    rows = rows_of(folder / "followers" / f"{date}.csv")
    new = rows.keys() - came.keys()
    new_in[date] = new
    for person in new:
        came[person] = date
        # The list of whom the account follows was read first, and says who follows back.
        first_seen[person] = following.get(person) or rows[person]
        ours = our_first.get(person)
        if date == dates[0]:
            route[person] = "pre_existing"
        elif ours == date:
            route[person] = "unknown"
        elif ours is not None and our_last[person] >= date - DROPPED_DAYS * DAY:
            route[person] = "followback"
        else:
            route[person] = "organic"
    last_seen.update(rows)
    for then in dates:
        if shown_by[then] == date:
            retained.update((then, route[person]) for person in new_in[then] & rows.keys())
for person in rows:
    last_seen[person] = "9"  # still there: whatever they did was done while they followed

until = {}  # by first sight, the end of the time in which interactions count
engaged = set()
with (folder / "interactions.csv").open(newline="") as lines:
    for person, at, kind in csv.reader(lines):
        start = first_seen.get(person)
        if start is None or not start <= at <= last_seen[person] or person in engaged or kind == "repost":
            continue
        end = until.get(start)
        if end is None:
            end = until[start] = str(int(start) + ENGAGED_DAYS * DAY)
        if at <= end:
            engaged.add(person)

people = Counter((came[person], route[person]) for person in came)
is_covered = {start: int(start) + ENGAGED_DAYS * DAY <= last_date for start in set(first_seen.values())}
of_engaged, covered = Counter(), Counter()
for person, start in first_seen.items():
    if is_covered[start]:
        covered[came[person], route[person]] += 1
for person in engaged:
    if is_covered[first_seen[person]]:
        of_engaged[came[person], route[person]] += 1

answers = Counter()
for (date, of), count in people.items():
    month = month_of(date)
    answers["routes", month, of, 0] += count
    if of == "pre_existing":
        continue
    if shown_by[date] is not None:
        answers["retained", month, of, 0] += count
        answers["retained", month, of, 1] += retained[date, of]
    if covered[date, of] > 0:
        answers["engaged", month, of, 0] += covered[date, of]
        answers["engaged", month, of, 1] += of_engaged[date, of]
for answer, month, of in sorted({key[:3] for key in answers}):
    print(answer, month, of, answers[answer, month, of, 0], answers[answer, month, of, 1], sep="\t")
