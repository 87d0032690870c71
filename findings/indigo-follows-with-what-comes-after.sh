#!/usr/bin/env bash
# indigo v0.0.0-20260605210604-af2fec94f34c (Go, github.com/bluesky-social/indigo/repo, Bluesky's own; needs Go 1.26 and, at
# first, two minutes): the records of a repository "with the prefix app.bsky.graph.follow" are the follows and all
# collections after them.
#
# Expected: Repo.ForEach(ctx, prefix, callback) calls back for each record whose path begins with the prefix. Of two follows,
#   two members of lists and one like and one post, two.
# Instead: the prefix is where it begins, and nothing is where it ends: members of lists and blocked lists are told as well, but
#   not posts, likes and blocks, which stand before. No error. Paths are handed over, and ErrDoneIterating ends it,
#   as indigo's own command line does; no word in the package tells of either.
# Output seen: follow 4, of which follows 2; block 5; of a person without lists follow 2.
