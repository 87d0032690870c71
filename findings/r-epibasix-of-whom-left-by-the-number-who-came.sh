#!/usr/bin/env bash
# R's epibasix 1.5 (Debian package r-cran-epibasix 1.5-2; needs Rscript 4.2, and apt-get after an update): of 40 who left half had come by followback, and
# the bounds of that difference are those of a hundred people.
#
# Expected: epi2x2() gives two differences, of who left by how they came (cohort studies), and of how they came by who left (case control studies), each
#   with bounds that say how sure it is: p(1 - p) by the number of people of whom the share is. Of 100 by followback 20 left, of 1,000 others 20: of
#   40 who left 0.5 had come by followback, of 1,060 who stayed 0.075. prop.test() of R has 0.26 to 0.59, and the cohort's 0.10 to 0.26.
# Instead: shares of the columns are divided by the sums of the rows: 0.5 * 0.5 by 100 in place of 40. The cohort's bounds are those of prop.test(), to
#   the last digit. No warning.
# Output seen: by how they came 0.180 0.096 0.264, prop.test 0.096 0.264; by who left 0.425 0.312 0.537, prop.test 0.256 0.593; the same table turned
#   round 0.180 0.050 0.310, prop.test 0.096 0.264.
# Since: seen on 2026-12-01.
# For cohorts: few leave, and their number is what the question "how many of the leavers had come by followback" hangs on: bounds are a third too
#   narrow. Turn the table round and take the cohort's difference, or prop.test().
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root r-cran-epibasix=1.5-2
dpkg-deb -x r-cran-epibasix_*.deb .
seen=$(R_LIBS="$dir/usr/lib/R/site-library" Rscript -e '
suppressMessages(library(epibasix))
stopifnot(packageVersion("epibasix") == "1.5")
came <- matrix(c(20, 80, 20, 980), 2, byrow = TRUE)
tell <- function(name, own, counts, of) {
  other <- suppressWarnings(prop.test(counts, of))$conf.int
  cat(name, sprintf("%.3f", own), "prop.test", sprintf("%.3f", other))
}
of <- epi2x2(came)
turned <- epi2x2(t(came))
tell("by how they came", c(of$rdCo, of$rdCo.CIL, of$rdCo.CIU), c(20, 20), c(100, 1000))
tell("; by who left", c(of$rdCC, of$rdCC.CIL, of$rdCC.CIU), c(20, 80), c(40, 1060))
tell("; turned", c(turned$rdCC, turned$rdCC.CIL, turned$rdCC.CIU), c(20, 20), c(100, 1000))
')
echo "$seen"
came="by how they came 0.180 0.096 0.264 prop.test 0.096 0.264"
[ "$seen" = "$came; by who left 0.425 0.312 0.537 prop.test 0.256 0.593; turned 0.180 0.050 0.310 prop.test 0.096 0.264" ] ||
  { echo "changed: epibasix has other bounds"; exit 1; }
