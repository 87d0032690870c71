"""The session of `followback build --engine spark`: runs what it is sent, one JSON object a line, and answers each.

{"run": sql} runs a statement; {"select": sql, "to": folder, "parts": n or null, "name": text} writes the rows of a SELECT
as Parquet and shows them under a name from then on. The answer is {} or {"error": text}.

While no worker of a standalone cluster works for it, it says so on standard error: Spark itself waits without a word.
"""

import json
import os
import socket
import sys
import threading
import time

from pyspark.sql import SparkSession


def obey(session, asked):
    if "run" in asked:
        session.sql(asked["run"])
        return
    rows = session.sql(asked["select"])
    if asked["parts"] is not None:
        rows = rows.coalesce(asked["parts"])
    rows.write.option("compression", "zstd").parquet(asked["to"])
    # Its columns are known: reading them out of the files would be a job of its own.
    session.read.schema(rows.schema).parquet(asked["to"]).createOrReplaceTempView(asked["name"])


def watch(session):
    """Looks at times whether anybody works."""
    if not session.sparkContext.master.startswith("spark://"):
        return
    context = session.sparkContext._jsc.sc()
    alone = 0
    while True:
        time.sleep(5)
        # The driver, which is this process, counts as one.
        alone = alone + 1 if context.getExecutorMemoryStatus().size() <= 1 else 0
        if alone >= 2:
            print("followback: no worker", file=sys.stderr, flush=True)


def main():
    session = SparkSession.builder.appName("followback").getOrCreate()
    threading.Thread(target=watch, args=[session], daemon=True).start()
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
        lines = connection.makefile("rw", encoding="utf-8", newline="\n")

        def say(answer):
            lines.write(json.dumps(answer) + "\n")
            lines.flush()

        say({"token": os.environ["FOLLOWBACK_SPARK_TOKEN"], "version": session.version})
        for line in lines:
            try:
                obey(session, json.loads(line))
                say({})
            except Exception as error:  # whatever it is, the build says it
                say({"error": str(error)})
    session.stop()


main()
