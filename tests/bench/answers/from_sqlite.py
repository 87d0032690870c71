"""The three answers by one query over a SQLite database.

Usage: python3 from_sqlite.py DATABASE. Prints one line an answer: answer, month, route, people, of them retained or engaged.
"""

import sqlite3
import sys
from pathlib import Path

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
database.execute("pragma mmap_size = 30000000000")
for row in database.execute(Path(__file__).with_name("sqlite.sql").read_text()):
    print(*row, sep="\t")
