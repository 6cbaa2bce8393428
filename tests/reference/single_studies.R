source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
# Single and small studies: deletion, trim and fill, and lines. Peters's and Harbord's lines are lm's.
e <- escalc("OR", ai = bcg$ai, n1i = bcg$n1i, ci = bcg$ci, n2i = bcg$n2i)
r <- rma(yi, vi, data = e, method = "DL")
loo <- leave1out(r); inf <- influence(r)$inf
say("without", estimate = loo$estimate, tau2 = loo$tau2, rstudent = as.numeric(inf$rstudent), dffits = as.numeric(inf$dffits),
    cook_d = as.numeric(inf$cook.d), cov_r = as.numeric(inf$cov.r))
f <- trimfill(r, side = "right", estimator = "R0")
say("fill", missing = f$k0, estimate = f$beta[1])
a <- regtest(r, model = "lm"); k <- ranktest(r)
say("egger", t = a$zval, p = a$pval)
say("begg", tau = k$tau, p = k$pval)
ai <- bcg$ai; ci <- bcg$ci; n1 <- bcg$n1i; n2 <- bcg$n2i; N <- n1 + n2; bi <- n1 - ai; di <- n2 - ci
Z <- ai - n1 * (ai + ci) / N; V <- as.numeric(n1) * n2 * (ai + ci) * (bi + di) / (as.numeric(N)^2 * (N - 1))
h <- coef(summary(lm(I(Z / V) ~ I(1 / sqrt(V)), weights = V)))
say("harbord", slope = h[2, 1], p = h[2, 4], limit = h[1, 1])
p <- coef(summary(lm(as.numeric(e$yi) ~ I(1 / N), weights = 1 / (1 / (ai + ci) + 1 / (bi + di)))))
say("peters", slope = p[2, 1], p = p[2, 4], limit = p[1, 1])
