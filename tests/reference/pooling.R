# Makes pooling.json: Rscript pooling.R > pooling.json   (Debian: apt-get install r-cran-metafor)
# Thresholds are far below metafor's defaults, which stop when tau2 moves by less than 1e-5.
library(metafor)
tight <- list(threshold = 1e-15, maxiter = 10000)
number <- function(x) sprintf("%.17g", x)
numbers <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
tests <- c("z", "knha")
methods <- c("EE", "DL", "REML")
fit <- function(yi, vi, method, test) {
  r <- rma(yi, vi, method = method, test = test, control = if (method == "REML") tight else list())
  p <- predict(r, pi.type = "riley")
  sprintf('{"method": "%s", "test": "%s", "estimate": %s, "se": %s, "ci_low": %s, "ci_high": %s, "tau2": %s, "i2": %s, "q": %s, "pi_low": %s, "pi_high": %s}',
          method, test, number(r$beta[1]), number(r$se), number(r$ci.lb), number(r$ci.ub), number(r$tau2), number(r$I2),
          number(r$QE), if (method == "EE") "null" else number(p$pi.lb), if (method == "EE") "null" else number(p$pi.ub))
}
analysis <- function(name, e, raw) {
  fits <- unlist(lapply(methods, function(m) lapply(tests, function(t) fit(e$yi, e$vi, m, t))))
  sprintf('"%s": {"rows": {%s}, "yi": %s, "vi": %s, "fits": [\n  %s\n]}', name,
          paste(sprintf('"%s": %s', names(raw), vapply(raw, numbers, "")), collapse = ", "),
          numbers(e$yi), numbers(e$vi), paste(fits, collapse = ",\n  "))
}
bcg <- with(dat.bcg, list(ai = tpos, n1i = tpos + tneg, ci = cpos, n2i = cpos + cneg))
normand <- with(dat.normand1999, list(m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i))
cat("{\n", paste(c(
  analysis("RR", do.call(escalc, c(list("RR"), bcg)), bcg),
  analysis("OR", do.call(escalc, c(list("OR"), bcg)), bcg),
  analysis("SMD", do.call(escalc, c(list("SMD"), normand)), normand),
  analysis("MD", do.call(escalc, c(list("MD"), normand)), normand)), collapse = ",\n"), "\n}\n", sep = "")
