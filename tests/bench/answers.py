# The three answers by Python's standard library: see answers.ts. Usage: answers.py FOLDER. Lists are sets, as a careful user
# would write it; rows of a list stand together.
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from itertools import groupby

folder = sys.argv[1]


def when(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def lists_of(name):
    with open(f"{folder}/{name}.csv") as file:
        next(file)
        rows = (line.rstrip("\n").split(",") for line in file)
        for time, group in groupby(rows, lambda row: row[0]):
            yield when(time), {row[1] for row in group}


times, first, last = [], {}, {}
before = set()
for nth, (time, ids) in enumerate(lists_of("followers")):
    times.append(time)
    for user in ids - before:
        if user not in first:
            first[user] = nth
    for user in before - ids:
        if user not in last:
            last[user] = nth - 1
    before = ids

followed = {}
known = set()
for nth, (time, ids) in enumerate(lists_of("following")):
    for user in ids - known:
        followed[user] = nth
    known |= ids

engaged = set()
with open(f"{folder}/interactions.csv") as file:
    next(file)
    for line in file:
        time, user, *_ = line.split(",")
        if user in first:
            seen = times[first[user]]
            at = when(time)
            if seen <= at <= seen + timedelta(days=30) and at <= times[last.get(user, len(times) - 1)]:
                engaged.add(user)

counts = defaultdict(lambda: [0, 0, 0])
for user, nth in first.items():
    if nth == 0:
        continue
    asked = followed.get(user)
    route = "organic" if asked is None or asked > nth else "unknown" if asked == nth else "followback"
    row = counts[route, times[nth].strftime("%Y-%m")]
    row[0] += 1
    row[1] += times[last.get(user, len(times) - 1)] - times[nth] >= timedelta(days=90)
    row[2] += user in engaged
for (route, month), row in sorted(counts.items()):
    print(route, month, *row)
