#!/usr/bin/env bash
# R's data.table 1.14.8 with bit64 4.0.5 (Debian packages; needs Rscript 4.2, and apt-get after an update): two lists of
# followers, read alike, have nobody in common as soon as one of them holds an id beyond 2,147,483,647.
#
# Expected: of a list of 12, 13, 14 and the next one of 12, 13, 1234567890123456789, setdiff() finds one who left (14)
#   and one who came, and %in% finds two who stayed, as data.table's own merge() does.
# Instead: fread() makes integers of the first list and integer64 of the second. The set functions of R compare
#   the bits of an integer64, read as a double, with the other number: all three have left and all three are
#   new, without a warning. union() has six people, the newcomer among them as 3.8e-226.
# Output seen: integer integer64; left 3 new 3 stayed 0; by merge stayed 2 union of 6; as text left 14.
# Since: seen on 2026-11-30.
# For followers: accounts of X made until about 2014 have ids below that limit and later ones do not. The first follower of
#   the newer kind, or a filter for old accounts, turns the whole list over. With library(bit64), %in% is right in
#   one direction alone. Read ids as text: fread(..., colClasses = list(character = "id")).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root r-cran-data.table=1.14.8+dfsg-1 r-cran-bit64=4.0.5-1 r-cran-bit=4.0.5-1
for package in r-cran-*.deb; do dpkg-deb -x "$package" .; done
printf 'id\n12\n13\n14\n' > may.csv
printf 'id\n12\n13\n1234567890123456789\n' > june.csv
seen=$(R_LIBS="$dir/usr/lib/R/site-library" Rscript -e '
suppressMessages(library(data.table))
stopifnot(packageVersion("data.table") == "1.14.8", packageVersion("bit64") == "4.0.5")
may <- fread("may.csv")
june <- fread("june.csv")
cat(class(may$id), class(june$id))
cat("; left", length(setdiff(may$id, june$id)), "new", length(setdiff(june$id, may$id)), "stayed", sum(may$id %in% june$id))
cat("; by merge stayed", nrow(merge(may, june, by = "id")), "union of", length(union(may$id, june$id)))
as_text <- lapply(c("may.csv", "june.csv"), fread, colClasses = list(character = "id"))
cat("; as text left", setdiff(as_text[[1]]$id, as_text[[2]]$id))
')
echo "$seen"
[ "$seen" = "integer integer64; left 3 new 3 stayed 0; by merge stayed 2 union of 6; as text left 14" ] ||
  { echo "changed: lists of ids of two widths are compared otherwise"; exit 1; }
