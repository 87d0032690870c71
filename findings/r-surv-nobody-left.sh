#!/usr/bin/env bash
# R's survival 3.5-3 (Debian package r-cran-survival 3.5-3-1; needs Rscript 4.2, and apt-get after
# an update): a cohort in which nobody left is read as one in which everybody left.
#
# Expected: Surv() takes a status of 1 (still there) and 2 (left), as in the package's own data set
#   lung. A cohort in which all have status 1 has no event.
# Instead: whether 1 means "left" depends on whether a 2 is among the values of that call. Alone, 1
#   is the event. No warning.
# Output seen: status 1 1 2 gives 1 event, status 1 1 1 gives 3.
# Since: seen on 2026-11-28.
# For cohorts: fitted cohort by cohort, the best cohorts (nobody left) get a retention of 0, as
#   does every cohort at first, before anyone could leave. Give the comparison itself:
#   Surv(time, status == 2).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root r-cran-survival=3.5-3-1
dpkg-deb -x r-cran-survival_*.deb .
seen=$(R_LIBS="$dir/usr/lib/R/site-library:$dir/usr/lib/R/library" Rscript -e '
suppressMessages(library(survival))
stopifnot(packageVersion("survival") == "3.5.3")
events <- function(status) sum(survfit(Surv(c(3, 6, 9), status) ~ 1)$n.event)
cat("status 1 1 2 gives", events(c(1, 1, 2)), "event, status 1 1 1 gives", events(c(1, 1, 1)))
')
echo "$seen"
[ "$seen" = "status 1 1 2 gives 1 event, status 1 1 1 gives 3" ] ||
  { echo "changed: Surv() reads a status of 1 otherwise"; exit 1; }
