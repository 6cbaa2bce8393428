# What the scripts of this folder share. Each writes the values that its test compares, as CSV on stdout:
#   Rscript counts.R > counts.csv      (Debian: apt install r-cran-metafor)
# The data are the tables of ../../fixtures/tables, whose sources docs/pooling.md names.
suppressMessages(library(metafor))
file <- sub("^--file=", "", grep("^--file=", commandArgs(trailingOnly = FALSE), value = TRUE))
tables <- file.path(dirname(normalizePath(file)), "..", "..", "fixtures", "tables")
bcg <- read.csv(file.path(tables, "bcg.csv"))
schools <- read.csv(file.path(tables, "school_calendar.csv"))
tight <- list(threshold = 1e-14, maxiter = 10000)
cat("call,quantity,value\n")
say <- function(.call, ...) {
  values <- list(...)
  for (name in names(values)) for (i in seq_along(values[[name]]))
    cat(sprintf("%s,%s%s,%.17g\n", .call, name, if (length(values[[name]]) > 1) paste0("_", i) else "", values[[name]][i]))
}
