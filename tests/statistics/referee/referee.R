# Answers for the data sets of data-sets.ts, read as CSV from the directory named on the command line, by R's own
# stats and survival packages; printed as JSON, one line a seed. Run by answers.ts, never by hand.
suppressPackageStartupMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)[1]
from <- function(name) read.csv(file.path(folder, paste0(name, ".csv")))
tables <- lapply(c(people = "people", causes = "causes", intervals = "intervals", strata = "strata", cohorts = "cohorts"), from)

numbers <- function(x) paste0("[", paste(ifelse(is.finite(x), sprintf("%.11g", x), "null"), collapse = ","), "]")
object <- function(parts) paste0("{", paste0("\"", names(parts), "\":", parts, collapse = ","), "}")

log_likelihood <- function(fit, left, right) {
  still <- stepfun(fit$time, c(1, fit$surv))
  sum(log(still(left) - ifelse(is.finite(right), still(right), 0)))
}

for (seed in unique(tables$people$seed)) {
  of <- lapply(tables, function(table) table[table$seed == seed, ])
  p <- of$people
  curve <- survfit(Surv(time, events) ~ 1, p)
  # Twenty-five steps of a curve, ends included, say as much as all of them.
  at <- unique(round(seq(1, length(curve$time), length.out = 25)))
  states <- survfit(Surv(time, factor(cause, c("stay", "blocked", "gone", "unfollowed"))) ~ 1, of$causes)
  i <- of$intervals[rep(seq_len(nrow(of$intervals)), of$intervals$count), ]
  turnbull <- survfit(Surv(left, ifelse(is.finite(right), right, NA), type = "interval2") ~ 1, i)
  s <- of$strata
  tables_2x2 <- array(rbind(s$x1, s$n1 - s$x1, s$x0, s$n0 - s$x0), c(2, 2, nrow(s)))
  corrected <- mantelhaen.test(tables_2x2)
  plain <- mantelhaen.test(tables_2x2, correct = FALSE)
  # A ratio of 0 or infinity has no logarithm: no figure.
  ratio <- c(corrected$estimate, corrected$conf.int)
  if (!is.finite(ratio[1]) || ratio[1] == 0) ratio[] <- NA
  trend <- prop.trend.test(of$cohorts$x, of$cohorts$n, of$cohorts$score)
  # The cohort-robust slope by hand: the HC3 sandwich of the weighted line.
  line <- lm(x / n ~ score, of$cohorts, weights = n)
  design <- model.matrix(line)
  bread <- solve(crossprod(design * sqrt(of$cohorts$n)))
  meat <- crossprod(design * of$cohorts$n * residuals(line) / (1 - hatvalues(line)))
  robust <- sqrt((bread %*% meat %*% bread)[2, 2])
  reach <- qt(0.975, nrow(of$cohorts) - 2) * robust
  slope <- coef(line)[2] + c(0, -reach, reach)
  cat(object(c(
    seed = seed,
    times = numbers(curve$time[at]), survival = numbers(curve$surv[at]),
    grid = numbers(states$time), states = numbers(t(states$pstate)), stateErrors = numbers(t(states$std.err)),
    trend = numbers(c(trend$statistic, trend$p.value, robust, slope)),
    mantel = numbers(c(corrected$statistic, corrected$p.value, plain$statistic, ratio)),
    # How many are left by each end of an interval. R's own iteration stops early: see referee.test.ts.
    left = numbers(stepfun(turnbull$time, c(1, turnbull$surv))(sort(unique(i$right[is.finite(i$right)])))),
    logLikelihood = numbers(log_likelihood(turnbull, i$left, i$right))
  )), "\n", sep = "")
}
