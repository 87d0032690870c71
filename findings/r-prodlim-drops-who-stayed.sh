#!/usr/bin/env bash
# R's prodlim 2019.11.13 (Debian package r-cran-prodlim 2019.11.13-1+b1; needs Rscript 4.2, and apt-get after an update):
# of people who left between two looks, those who have not left are left out, and nobody stays.
#
# Expected: ?Hist says that a right end of an interval that is NA or Inf is a right-censored one: still there at the
#   left end. Of ten followers four left between day 0 and 7, four between 7 and 14, two are there. Hist() has
#   these two as censored, and 60 % are left on day 7, 20 % on day 14, as survfit(Surv(L, R, type =
#   "interval2")) says of the same columns with the same NA.
# Instead: prodlim(Hist(list(L, R), event) ~ 1) takes NA in a column for a missing value before Hist can say what
#   it means. No warning; "2 observations deleted" is in the print of the fit, not in predict(), summary() or plot().
# Output seen: Hist censored 2; NA: 8 people, left 0.5 0.0; Inf: 10 people, left 0.6 0.2; survival 0.6 0.2.
# Since: seen on 2026-11-30.
# For cohorts: NA is what SQL's null becomes, for the day of leaving of all who stayed. Every cohort falls to 0, at
#   the latest on the day of the last look, the more so the better it kept its people. Write Inf.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get download -qq -o APT::Sandbox::User=root r-cran-prodlim=2019.11.13-1+b1 r-cran-survival=3.5-3-1 r-cran-lava=1.7.2.1+dfsg-1 \
  r-cran-{codetools,digest,future,future.apply,globals,kernsmooth,lattice,listenv,matrix,numderiv,parallelly,progressr,rcpp,squarem}
for package in r-cran-*.deb; do dpkg-deb -x "$package" .; done
seen=$(R_LIBS="$dir/usr/lib/R/site-library:$dir/usr/lib/R/library" Rscript -e '
suppressMessages({library(prodlim); library(survival)})
stopifnot(packageVersion("prodlim") == "2019.11.13", packageVersion("survival") == "3.5.3")
people <- data.frame(L = c(0, 0, 0, 0, 7, 7, 7, 7, 14, 14), R = c(7, 7, 7, 7, 14, 14, 14, 14, NA, NA), left = rep(1:0, c(8, 2)))
options(warn = 2)
tell <- function(name, people) {
  fit <- prodlim(Hist(list(L, R), left) ~ 1, data = people)
  cat("; ", name, ": ", nrow(fit$model.response), " people, left ", sep = "")
  cat(sprintf("%.1f", predict(fit, times = c(7, 14))))
}
cat("Hist censored", sum(Hist(list(people$L, people$R), people$left)[, "status"] == 0))
tell("NA", people)
tell("Inf", transform(people, R = ifelse(is.na(R), Inf, R)))
curve <- summary(survfit(Surv(L, R, type = "interval2") ~ 1, people), times = c(7, 14))
cat("; survival", sprintf("%.1f", curve$surv))
')
echo "$seen"
[ "$seen" = "Hist censored 2; NA: 8 people, left 0.5 0.0; Inf: 10 people, left 0.6 0.2; survival 0.6 0.2" ] ||
  { echo "changed: prodlim treats a right end of NA otherwise"; exit 1; }
