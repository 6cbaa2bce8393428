source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
# Effects of the BCG trials, and of three made-up trials with means.
for (measure in c("RR", "OR", "RD", "PETO")) {
  e <- escalc(measure, ai = bcg$ai, n1i = bcg$n1i, ci = bcg$ci, n2i = bcg$n2i)
  say(measure, yi = as.numeric(e$yi), vi = as.numeric(e$vi))
}
m1 <- c(12.5, 8.1, 20.4); s1 <- c(3.9, 2.2, 6.1); n1 <- c(25, 14, 60)
m2 <- c(10.1, 9.0, 16.2); s2 <- c(4.6, 2.5, 5.4); n2 <- c(22, 15, 58)
for (measure in c("MD", "SMD", "SMD1")) {
  e <- escalc(measure, m1i = m1, sd1i = s1, n1i = n1, m2i = m2, sd2i = s2, n2i = n2)
  say(measure, yi = as.numeric(e$yi), vi = as.numeric(e$vi))
}
