source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
# Latitude and allocation as moderators of the BCG trials; the subgroups by allocation with one tau2.
e <- escalc("RR", ai = bcg$ai, n1i = bcg$n1i, ci = bcg$ci, n2i = bcg$n2i)
for (test in c("z", "knha")) {
  r <- rma(yi, vi, mods = ~ bcg$ablat, data = e, method = "REML", test = test, control = tight)
  say(paste("ablat", test), beta = r$beta[, 1], se = r$se, tau2 = r$tau2, qe = r$QE, qm = r$QM)
  r <- rma(yi, vi, mods = ~ bcg$alloc, data = e, method = "REML", test = test, control = tight)
  say(paste("alloc", test), tau2 = r$tau2, qm = r$QM, qm_p = r$QMp)
}
