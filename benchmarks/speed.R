# Times metafor on the data that benchmarks/beside_r.py hands over: yi and vi of 1,000 sets of 10, and one set of 20.
suppressMessages(library(metafor))
files <- commandArgs(trailingOnly = TRUE)
sets <- read.csv(files[1]); one <- read.csv(files[2])
cpu <- function(expression) { t <- system.time(expression); t[["user.self"]] + t[["sys.self"]] }
parts <- split(sets, sets$set)[1:100]
quiet <- function(d) tryCatch(suppressWarnings(rma(yi, vi, data = d)), error = function(e) NULL)
cat(sprintf("fits %.6f\n", 10 * cpu(for (d in parts) quiet(d))))
r <- rma(yi, vi, data = one)
cat(sprintf("loo %.6f\n", cpu(for (i in 1:3) leave1out(r)) / 3))
cat(sprintf("influence %.6f\n", cpu(for (i in 1:3) influence(r)) / 3))
