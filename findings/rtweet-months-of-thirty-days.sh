#!/usr/bin/env bash
# R's rtweet 1.1.0 (Debian package r-cran-rtweet 1.1.0+dfsg-1; needs Rscript 4.2, and apt-get after an update): a year of
# posts by "months" has thirteen months, and a day of New York begins at seven in the evening before.
#
# Expected: ts_data(posts, by = "months") counts by the months of the calendar, and "years" by years: one post at
#   noon of each day of 2025 makes 31, 28, 31 … and 365. With tz = "America/New_York" a day is one of New York:
#   three posts at 10 in the morning and one at 20 o'clock of 1 January are four on that day.
# Instead: months are spans of 30 days and years of 365, counted from 1970: the first month begins on 13 December,
#   the first year on 18 December. tz changes how times are written, not where a day is cut: the three posts
#   are counted at 2024-12-31 19:00, the fourth at 2025-01-01 19:00. No warning; the help names the units alone.
# Output seen: months 11 30 30 30 30 30 30 30 30 30 30 30 24 from 2024-12-13; years 351 14 from 2024-12-18; New York
#   2024-12-31 19:00 3, 2025-01-01 19:00 1.
# Since: seen on 2026-11-30.
# For engagement: posts of a December in which nobody posted, thirteen bars for twelve months that no other table has,
#   and a date one too early for most of what an account of America does. Cut days and months with
#   format(created_at, "%Y-%m", tz = …) and count these.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
needs=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances r-cran-rtweet)
apt-get download -qq -o APT::Sandbox::User=root $(grep '^r-cran-' <<< "$needs" | grep -v rtweet | sort -u) r-cran-rtweet=1.1.0+dfsg-1
for package in r-cran-*.deb; do dpkg-deb -x "$package" .; done
seen=$(R_LIBS="$dir/usr/lib/R/site-library" TZ=UTC Rscript -e '
suppressMessages(library(rtweet))
stopifnot(packageVersion("rtweet") == "1.1.0")
options(warn = 2)
at <- function(times, zone = "UTC") data.frame(id = seq_along(times), created_at = as.POSIXct(times, tz = zone))
year <- at(seq(as.POSIXct("2025-01-01 12:00", tz = "UTC"), by = "day", length.out = 365))
for (unit in c("months", "years")) {
  counts <- ts_data(year, by = unit)
  cat(unit, counts$n, "from", format(counts$time[1], "%Y-%m-%d; "))
}
day <- at(paste("2025-01-01", c("10:00", "10:01", "10:02", "20:00")), "America/New_York")
counts <- ts_data(day, by = "days", tz = "America/New_York")
cat("New York", paste(format(counts$time, "%Y-%m-%d %H:%M"), counts$n, collapse = ", "))
')
echo "$seen"
[ "$seen" = "months 11 30 30 30 30 30 30 30 30 30 30 30 24 from 2024-12-13; years 351 14 from 2024-12-18; \
New York 2024-12-31 19:00 3, 2025-01-01 19:00 1" ] || { echo "changed: rtweet cuts months, years and days otherwise"; exit 1; }
