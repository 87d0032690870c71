"""Loads the CSV files of the bench into the tables that sqlite.sql reads, with their indexes.

Usage: python3 load_sqlite.py FOLDER DATABASE
"""

import csv
import sqlite3
import sys
from pathlib import Path

BRAND = 777

folder, database = Path(sys.argv[1]), sqlite3.connect(sys.argv[2])
database.executescript(
    """
    pragma journal_mode = off;
    pragma synchronous = off;
    create table users (id integer primary key, screen_name text);
    create table following (
        followed_id integer, follower_id integer, first_seen integer, primary key (followed_id, follower_id)
    ) without rowid;
    create table lists (day integer primary key);
    create table listed (
        followed_id integer, follower_id integer, day integer, page_at integer,
        primary key (followed_id, follower_id, day)
    ) without rowid;
    create table tweets (
        id integer primary key, user integer, created_at integer, retweeted_status integer, quoted_status integer
    );
    create table listed_as_read (followed_id integer, follower_id integer, day integer, page_at integer);
    """
)
database.execute("insert into users values (?, 'brand')", (BRAND,))
dates = sorted(int(file.stem) for file in (folder / "followers").iterdir())
database.executemany("insert into lists values (?)", ((date,) for date in dates))


def rows_of(file):
    with file.open(newline="") as lines:
        yield from csv.reader(lines)


for date in dates:
    ours = {}
    for person, page_at in rows_of(folder / "following" / f"{date}.csv"):
        ours[person] = page_at
        database.execute("insert into listed_as_read values (?, ?, ?, ?)", (person, BRAND, date, page_at))
    theirs = list(rows_of(folder / "followers" / f"{date}.csv"))
    database.executemany(
        "insert into listed_as_read values (?, ?, ?, ?)", ((BRAND, person, date, page_at) for person, page_at in theirs)
    )
    # The list of whom the account follows was read first, and says who follows back.
    database.executemany(
        "insert or ignore into following values (?, ?, ?)",
        ((BRAND, person, ours.get(person, page_at)) for person, page_at in theirs),
    )
    database.executemany(
        "insert or ignore into following values (?, ?, ?)",
        ((person, BRAND, page_at) for person, page_at in ours.items()),
    )
database.execute(
    "insert into listed select * from listed_as_read order by followed_id, follower_id, day"
)
database.execute("drop table listed_as_read")
database.executemany(
    "insert into tweets (user, created_at, retweeted_status) values (?, ?, ?)",
    ((person, at, 1 if kind == "repost" else None) for person, at, kind in rows_of(folder / "interactions.csv")),
)
database.execute("create index tweets_by_user on tweets (user, created_at)")
database.commit()
database.execute("analyze")
database.execute("vacuum")
database.close()
