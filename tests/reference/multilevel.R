source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
# 56 schools in 11 districts: the three-level model and metafor's robust variance.
for (method in c("REML", "ML")) {
  r <- rma.mv(yi, vi, random = ~ 1 | district/school, data = schools, method = method,
              control = list(optimizer = "nlminb", rel.tol = 1e-12, x.tol = 1e-13))
  say(method, estimate = r$beta[1], se = r$se, between = r$sigma2[1], within = r$sigma2[2], ll = logLik(r)[1])
  s <- robust(r, cluster = schools$district)
  say(paste(method, "robust"), se = s$se)
}
