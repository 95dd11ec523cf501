# The finite models of the year-over-year chapter in R (4.2.2, MASS 7.3-58, survival 3.5-3): year_over_year_r.csv.
#
# The rows are the frame `data` of the notebook: put data.to_csv("rows.csv", index=False) below the cell that makes it,
# and then: Rscript tests/chapters/year_over_year_r.R rows.csv > tests/chapters/year_over_year_r.csv
# Models without a finite estimate (cities alone) are left out here as there.
library(MASS)
library(survival)
rows <- read.csv(commandArgs(TRUE)[1])
base <- "~ lag_low + lag_top + factor(year) + central + west + northeast + south"
formulas <- c(base = base, gdp = paste(base, "+ log_gdp_per_head"),
              policy = paste(base, "+ log_gdp_per_head + policy_in_force"))
name <- function(term) {
  term <- sub("TRUE$", "", sub("factor(year)", "year_", term, fixed = TRUE))
  known <- c("(Intercept)" = "constant", "1|2" = "低/中|高", "2|3" = "高|非常高")
  ifelse(term %in% names(known), known[term], term)
}
row_of <- function(family, kind, spec, n, likelihood, values) {
  cat(sprintf("%s,%s,%s,%d,%.4f,%s,%.5f\n", family, kind, spec, n, likelihood, name(names(values)), values), sep = "")
}
cat("family,unit_type,spec,n,log_likelihood,term,estimate\n")
for (kind in c("province", "both")) for (spec in names(formulas)) {
  d <- if (kind == "both") rows else rows[rows$unit_type == kind, ]
  if (spec != "base") d <- d[!is.na(d$log_gdp), ]
  d$lag_low <- d$start <= 1
  d$lag_top <- d$start == 3
  for (belt in c("central", "west", "northeast")) d[[belt]] <- d$belt == belt
  d$south <- d$north_south == "south"
  d$city <- d$unit_type == "city"
  d$log_gdp_per_head <- d$log_gdp - mean(d$log_gdp)
  formula <- if (kind == "both") sub("south", "south + city", formulas[[spec]]) else formulas[[spec]]
  d$band <- factor(pmax(d$code, 1), ordered = TRUE)
  m <- polr(as.formula(paste("band", formula)), d, control = list(reltol = 1e-14, maxit = 5000))
  row_of("ordered_logit", kind, spec, nrow(d), as.numeric(logLik(m)), c(coef(m), m$zeta))
  d$low <- ifelse(d$lower == 0, NA, qlogis(d$lower / 100))
  d$high <- ifelse(d$upper == 100, NA, qlogis(d$upper / 100))
  s <- survreg(as.formula(paste("Surv(low, high, type = 'interval2')", formula)), d, dist = "gaussian",
               control = list(rel.tolerance = 1e-12, maxiter = 500))
  row_of("interval", kind, spec, nrow(d), s$loglik[2], c(coef(s), log_sigma = log(s$scale)))
}
