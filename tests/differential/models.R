# Pools every data set of given.csv (set, yi, vi, x, ni) in every way that curate has, and writes found.csv.
suppressMessages(library(metafor))
files <- commandArgs(trailingOnly = TRUE)
given <- read.csv(files[1])
found <- list()
say <- function(.set, .call, ...) {
  values <- list(...)
  for (name in names(values)) {
    value <- values[[name]]
    value <- if (length(value) && is.numeric(value)) value[1] else NA
    found[[length(found) + 1]] <<- c(.set, .call, name, if (is.finite(value)) sprintf("%.17g", value) else "NA")
  }
}
quiet <- function(expression) tryCatch(suppressWarnings(expression), error = function(e) NULL)

# The scale-free stop: metafor's own stops where tau2 moves by less than 1e-5, whatever the effects are.
tight <- function(method, vi) switch(method,
  REML = , ML = , EB = list(threshold = 1e-13 * median(vi), maxiter = 5000),
  PM = list(tol = 1e-16, maxiter = 1e5, tau2.max = 1e4 * max(vi)), list())
fit <- function(d, method, test, ...) {
  made <- quiet(rma(yi, vi, data = d, method = method, test = test, control = tight(method, d$vi), ...))
  if (is.null(made))  # a step too long, or one that never gets below the last digit
    made <- quiet(rma(yi, vi, data = d, method = method, test = test,
      control = list(threshold = 1e-11 * median(d$vi), maxiter = 1e5, stepadj = 0.5), ...))
  made
}

for (set in unique(given$set)) {
  d <- given[given$set == set, ]
  for (method in c("EE", "DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM"))
    for (test in c("z", "t", "knha", "adhoc")) {
      r <- fit(d, method, test)
      if (is.null(r)) next
      p <- if (method == "EE") NULL else quiet(predict(r, pi.type = "riley"))
      say(set, paste(method, test), estimate = r$beta, se = r$se, ci_low = r$ci.lb, ci_high = r$ci.ub, p = r$pval,
          tau2 = r$tau2, q = r$QE, i2 = r$I2, pi_low = p$pi.lb, pi_high = p$pi.ub)
    }
  for (method in c("DL", "REML")) {
    q <- quiet(confint(fit(d, method, "z"), type = "QP", control = list(tol = 1e-14, maxiter = 1e5, tau2.max = 1e5 * max(d$vi))))
    if (!is.null(q)) say(set, paste(method, "q_profile"), low = q$random[1, 2], high = q$random[1, 3])
  }
  if (nrow(d) > 3)
    for (method in c("EE", "DL", "REML", "PM"))
      for (test in c("z", "knha")) {
        r <- fit(d, method, test, mods = ~ x)
        if (is.null(r)) next
        say(set, paste("regress", method, test), slope = r$beta[2], se = r$se[2], p = r$pval[2], tau2 = r$tau2,
            qe = r$QE, qm = r$QM, qm_p = r$QMp)
      }
  if (nrow(d) > 3) {
    e <- quiet(regtest(rma(yi, vi, data = d, method = "EE"), model = "lm"))
    if (!is.null(e)) say(set, "egger", t = e$zval, p = e$pval)
    k <- quiet(ranktest(rma(yi, vi, data = d, method = "EE"), exact = TRUE))
    if (!is.null(k)) say(set, "begg", tau = k$tau, p = k$pval)
    one <- rma(yi, vi, data = d, method = "DL")
    loo <- quiet(leave1out(one))
    inf <- quiet(influence(one))
    for (i in seq_len(nrow(d)))
      say(set, paste("without", i), estimate = loo$estimate[i], se = loo$se[i], tau2 = loo$tau2[i],
          rstudent = inf$inf$rstudent[i], dffits = inf$inf$dffits[i], cook_d = inf$inf$cook.d[i], hat = inf$inf$hat[i])
    for (side in c("left", "right")) {
      f <- quiet(trimfill(one, side = side, estimator = "L0"))
      if (!is.null(f)) say(set, paste("fill", side), missing = f$k0, estimate = f$beta)
    }
  }
}
write.csv(setNames(as.data.frame(do.call(rbind, found)), c("set", "call", "quantity", "value")), files[2], row.names = FALSE)
