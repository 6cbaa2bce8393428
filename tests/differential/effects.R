# Effects of every row of given.csv, and its sets pooled by Mantel-Haenszel and Peto; writes found.csv.
suppressMessages(library(metafor))
files <- commandArgs(trailingOnly = TRUE)
given <- read.csv(files[1])
found <- list()
say <- function(set, call, quantity, value) {
  value <- if (length(value) && is.numeric(value)) value[1] else NA
  found[[length(found) + 1]] <<- c(set, call, quantity, if (is.finite(value)) sprintf("%.17g", value) else "NA")
}
quiet <- function(expression) tryCatch(suppressWarnings(expression), error = function(e) NULL)
means <- given[, c("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")]
cells <- given[, c("ai", "n1i", "ci", "n2i")]
rates <- given[, c("x1i", "t1i", "x2i", "t2i")]
calls <- list(
  MD = means, SMD = means, SMD1 = means, OR = cells, RR = cells, RD = cells, PETO = c(cells, list(add = 0)),
  IRR = rates, IRD = rates,
  SMD_LS2 = c(means, list(vtype = "LS2")), SMD_UB = c(means, list(vtype = "UB")),
  OR_all = c(cells, list(to = "all")), RR_none = c(cells, list(to = "none")),
  PR = list(xi = given$ai, ni = given$n1i), PLO = list(xi = given$ai, ni = given$n1i),
  PFT = list(xi = given$ai, ni = given$n1i), MN = list(mi = given$m1i, sdi = given$sd1i, ni = given$n1i),
  ZCOR = list(ri = given$ri, ni = given$n1i),
  MC = list(m1i = given$m1i, sd1i = given$sd1i, m2i = given$m2i, sd2i = given$sd2i, ni = given$n1i, ri = given$ri),
  SMCC = list(m1i = given$m1i, sd1i = given$sd1i, m2i = given$m2i, sd2i = given$sd2i, ni = given$n1i, ri = given$ri),
  SMCR = list(m1i = given$m1i, m2i = given$m2i, sd1i = given$sd2i, ni = given$n1i, ri = given$ri))
for (name in names(calls)) {
  e <- quiet(do.call(escalc, c(list(measure = sub("_.*", "", name)), calls[[name]])))
  if (is.null(e)) next
  for (i in seq_len(nrow(given))) {
    say(given$set[i], paste(name, i), "yi", e$yi[i])
    say(given$set[i], paste(name, i), "vi", e$vi[i])
  }
}
for (set in unique(given$set)) {
  d <- given[given$set == set, ]
  for (measure in c("OR", "RR", "RD")) {
    r <- quiet(rma.mh(measure = measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d))
    if (!is.null(r)) { say(set, paste("MH", measure), "estimate", r$beta); say(set, paste("MH", measure), "se", r$se) }
  }
  r <- quiet(rma.mh(measure = "IRR", x1i = x1i, t1i = t1i, x2i = x2i, t2i = t2i, data = d))
  if (!is.null(r)) { say(set, "MH IRR", "estimate", r$beta); say(set, "MH IRR", "se", r$se) }
  r <- quiet(rma.peto(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d))
  if (!is.null(r)) { say(set, "PETO OR", "estimate", r$beta); say(set, "PETO OR", "se", r$se) }
}
write.csv(setNames(as.data.frame(do.call(rbind, found)), c("set", "call", "quantity", "value")), files[2], row.names = FALSE)
