#!/usr/bin/env bash
# sqlite-utils 4.2.1 (PyPI): what was known of ann is gone, because something else was told of bob in the same call.
#
# Expected: upsert_all() writes the columns that a record has and keeps the others: Ann, of whom five replies are known, gets a
#   route, and Bob, in the second record, replies. Ann has five replies still, as with one call of upsert() for each.
# Instead: all records of a batch of a hundred have the columns of all of them, and what one lacks is written as null over what
#   is there. No error. A generator or a list alike.
# Output seen: ann 5 replies; both in one call None, one by one 5; a hundred others between them 5.
