source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
# Log risk ratios of the BCG trials under every estimator of tau2 and every interval.
e <- escalc("RR", ai = bcg$ai, n1i = bcg$n1i, ci = bcg$ci, n2i = bcg$n2i)
for (method in c("EE", "DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM"))
  for (test in c("z", "t", "knha", "adhoc")) {
    control <- switch(method, REML = , ML = , EB = tight, PM = list(tol = 1e-16, maxiter = 1e5), list())
    r <- rma(yi, vi, data = e, method = method, test = test, control = control)
    say(paste(method, test), estimate = r$beta[1], se = r$se, ci_low = r$ci.lb, ci_high = r$ci.ub, tau2 = r$tau2, q = r$QE)
  }
