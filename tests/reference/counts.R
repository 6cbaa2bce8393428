source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
# The BCG trials by Mantel-Haenszel and Peto.
for (measure in c("OR", "RR", "RD")) {
  r <- rma.mh(measure = measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = bcg)
  say(paste("MH", measure), estimate = r$beta[1], se = r$se)
}
r <- rma.peto(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = bcg)
say("PETO OR", estimate = r$beta[1], se = r$se)
