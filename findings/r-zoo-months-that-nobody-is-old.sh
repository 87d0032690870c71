#!/usr/bin/env bash
# R's zoo 1.8-11 (Debian package r-cran-zoo 1.8-11-1; needs Rscript 4.2, and apt-get after an update): of people who came in
# January nobody is ever one month old, nor four, seven or ten.
#
# Expected: yearmon is a month of a year, and as.integer(12 * (later - earlier)) the months between: of the twelve months of 2026
#   since January 0 to 11. zoo takes care of fractions elsewhere: January + 1/12 == February.
# Instead: the difference of two yearmon is a plain number of years, for February a bit less than a twelfth, and 12 times that is
#   0 once it is cut to whole months. Printed it is 1. From November on all are right, so it depends on the cohort.
# Output seen: since January 0 0 2 3 3 5 6 6 8 9 9 11, printed 0 1 2 3 4 5 6 7 8 9 10 11; since November 2 3 4 5 6 7 8 9 10 11 12 13;
#   equal months 12 of 12; of the cohorts of 2020 to 2026 over 36 months 1008 of 3024 wrong, rounded 0.
# Since: seen on 2026-11-30.
# For cohorts: of one cohort in three retention at month 1 has no row, while month 0 has those who just came and those who have had
#   a month to leave. Write round(12 * …), also in floor() and in tables by age.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root r-cran-zoo=1.8-11-1 r-cran-lattice
for package in r-cran-*.deb; do dpkg-deb -x "$package" .; done
seen=$(TZ=UTC R_LIBS="$dir/usr/lib/R/site-library:$dir/usr/lib/R/library" Rscript -e '
suppressMessages(library(zoo))
stopifnot(packageVersion("zoo") == "1.8.11")
months <- function(year, month, count) {
  number <- month - 1 + seq_len(count) - 1
  as.yearmon(sprintf("%d-%02d", year + number %/% 12, number %% 12 + 1))
}
ages <- function(later, earlier, whole = as.integer) whole(12 * (later - earlier))
year <- months(2026, 1, 12)
tell <- function(name, numbers) cat(name, " ", paste(numbers, collapse = " "), "; ", sep = "")
tell("January", ages(year, year[1]))
tell("printed", capture.output(cat(12 * (year - year[1]))))
tell("November", ages(year, as.yearmon("2025-11")))
tell("equal", sum(year[1] + 0:11 / 12 == year))
wrong <- function(whole) {
  sum(outer(2020:2026, 1:12, Vectorize(function(year, month) {
    later <- months(year, month, 36)
    sum(ages(later, later[1], whole) != 0:35)
  })))
}
tell("wrong", c(wrong(as.integer), wrong(round)))
')
echo "$seen"
[ "$seen" = "January 0 0 2 3 3 5 6 6 8 9 9 11; printed 0 1 2 3 4 5 6 7 8 9 10 11; November 2 3 4 5 6 7 8 9 10 11 12 13; equal 12; wrong 1008 0; " ] ||
  { echo "changed: zoo has other differences of months"; exit 1; }
