"""A folder for R: the effects in metafor's columns, the pooled estimates, and a script that makes them anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from curate.effects.shared_group import covariances
from curate.export.base import whole
from curate.export.text import defused
from curate.model.effect import Effect, Pooled
from curate.pool.counted import counts_of

FILES = ("effects.csv", "estimates.csv", "covariances.csv", "analysis.R", "README.txt")

RAW = ("m1", "sd1", "n1", "m2", "sd2", "n2")
COUNTS = ("ai", "n1i", "ci", "n2i")
TIMES = ("x1i", "t1i", "x2i", "t2i")
PARTS = ("tau2_between", "tau2_within")

SCRIPT = """\
# Pools the effects of effects.csv again with metafor, and compares with estimates.csv, which curate computed.
#
#   Rscript analysis.R        (in R: install.packages("metafor"); on Debian: apt install r-cran-metafor)
#
# Effects are on the analysis scale: log for ratios.
suppressMessages(library(metafor))

args <- commandArgs(trailingOnly = FALSE)
file <- sub("^--file=", "", grep("^--file=", args, value = TRUE))
here <- if (length(file)) dirname(file) else "."
effects <- read.csv(file.path(here, "effects.csv"), encoding = "UTF-8")
estimates <- read.csv(file.path(here, "estimates.csv"), encoding = "UTF-8")
covariances <- read.csv(file.path(here, "covariances.csv"), encoding = "UTF-8")

# metafor stops where tau2 moves by less than 1e-5; curate goes on to the last digit, and so must this.
tight <- function(method, vi) switch(method,
  REML = , ML = , EB = list(threshold = 1e-10 * median(vi), maxiter = 10000),
  PM = list(tol = 1e-12, maxiter = 10000), list())

# Effects of one trial against one group of it: variances on the diagonal, what the group gives them off it.
known <- function(d) {
  V <- diag(d$vi)
  held <- covariances[covariances$effect %in% d$effect & covariances$other %in% d$effect, ]
  i <- match(held$effect, d$effect); j <- match(held$other, d$effect)
  V[cbind(i, j)] <- held$covariance
  V[cbind(j, i)] <- held$covariance
  V
}

pool <- function(row, d) {
  if (row$covaries) {
    if (!row$multilevel) return(rma.mv(yi, known(d), data = d, test = row$test, level = row$level))
    # rma.mv's own search may stop early, or not at all: its variances are taken where they are likelier than curate's.
    fit <- function(...) rma.mv(yi, known(d), random = ~ 1 | trial / effect, data = d, method = row$method,
      test = row$test, dfs = if (row$test == "t") "contain" else "residual", level = row$level, ...)
    ours <- fit(sigma2 = c(row$tau2_between, row$tau2_within))
    theirs <- tryCatch(fit(control = list(rel.tol = 1e-10)), error = function(e) ours)
    return(if (as.numeric(logLik(theirs)) > as.numeric(logLik(ours)) + 1e-6) theirs else ours)
  }
  if (row$method == "MH") {
    add <- if (row$corrected) list(add = c(1/2, 1/2), to = c("only0", "only0"), drop00 = TRUE)
           else list(add = c(1/2, 0), to = c("only0", "none"))
    counts <- if (row$measure == "IRR") list(x1i = d$x1i, t1i = d$t1i, x2i = d$x2i, t2i = d$t2i)
              else list(ai = d$ai, n1i = d$n1i, ci = d$ci, n2i = d$n2i)
    return(do.call(rma.mh, c(list(measure = row$measure, level = row$level), counts, add)))
  }
  if (row$method == "PETO")
    return(rma.peto(ai = d$ai, n1i = d$n1i, ci = d$ci, n2i = d$n2i, level = row$level))
  if (row$method == "GENQ")
    return(rma(yi = yi, vi = vi, weights = weight, data = d, method = "GENQ", test = row$test, level = row$level))
  rma(yi = yi, vi = vi, slab = d$study, data = d, method = if (row$method == "CE") "EE" else row$method,
      test = row$test, level = row$level, control = tight(row$method, d$vi))
}

failed <- FALSE
for (i in seq_len(nrow(estimates))) {
  row <- estimates[i, ]
  if (!row$in_r) {
    cat(sprintf("--  %s  this definition is Review Manager's alone\\n", row$comparison))
    next
  }
  d <- effects[effects$comparison == row$comparison & effects$pooled == 1, ]
  fit <- pool(row, d)
  ours <- c(row$estimate, row$ci_low, row$ci_high)
  theirs <- c(fit$beta[1], fit$ci.lb, fit$ci.ub)
  off <- max(abs(ours - theirs)) / row$se
  cat(sprintf("%s  %s  k %d  %.4f [%.4f, %.4f]  differs by %.0e standard errors\\n",
              if (off < 1e-6) "OK" else "DIFFERS", row$comparison, nrow(d), theirs[1], theirs[2], theirs[3], off))
  failed <- failed || off >= 1e-6
  # forest(fit, header = TRUE)   # one plot a comparison
}
if (failed) quit(status = 1)
"""

README = """\
The effects of a review in the columns that R's metafor takes, and what curate pooled from them.

effects.csv    one row per study and comparison: yi, vi (log for ratios), and the numbers behind them where there
               are any; pooled is 1 for what is in the estimate, with its weight in percent; left_out says why
               something is not.
               trial is the study; study names the arms too where a trial has several.
estimates.csv  the pooled estimates with their model.
covariances.csv  covariances of effects of one trial against one group of it; others are independent.
analysis.R     pools the effects again in R and compares: Rscript analysis.R
"""


def write_metafor(
    folder: Path, effects: Sequence[tuple[str, Effect]], pooled: Sequence[Pooled]
) -> list[Path]:
    """Write the folder; the files that it makes are replaced, others are left alone.

    Parameters
    ----------
    effects
        Each with its id in the store, of all comparisons, those left out too.
    pooled
        One estimate per comparison.
    """
    folder.mkdir(parents=True, exist_ok=True)
    used = {
        (estimate.comparison, name): weight
        for estimate in pooled
        for name, weight in zip(estimate.effects, estimate.weights, strict=True)
    }
    texts = (_effects(effects, used), _estimates(pooled), _covariances(effects, used), SCRIPT, README)
    paths = [folder / name for name in FILES]
    for path, text in zip(paths, texts, strict=True):
        with whole(path) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")
    return paths


Used = Mapping[tuple[str, str], float]
"""Comparison and id of each effect that was pooled → its weight in percent."""


def _effects(effects: Sequence[tuple[str, Effect]], used: Used) -> str:
    rows = []
    for name, effect in effects:
        inputs = {part.role: part.value for part in effect.inputs}
        counts = counts_of(effect)
        columns = TIMES if effect.measure == "IRR" else COUNTS
        row: dict[str, object] = {
            "comparison": effect.comparison,
            "study": effect.label,
            "trial": effect.study_name,
            "effect": name,
            "measure": effect.measure,
            "pooled": int((effect.comparison, effect.id) in used),
            "yi": effect.yi,
            "vi": effect.vi,
            "weight": used.get((effect.comparison, effect.id)),
            **{f"{role}i": inputs.get(role) for role in RAW},
            **dict.fromkeys((*COUNTS[::2], *TIMES)),
        }
        if counts:
            row |= dict(zip(columns, counts, strict=True))
        rows.append({**row, "formula": effect.formula, "left_out": effect.left_out})
    return _csv(rows)


def _estimates(pooled: Sequence[Pooled]) -> str:
    rows = []
    for each in pooled:
        said = dict(each.options)
        rows.append(
            {
                "comparison": each.comparison,
                "measure": each.measure,
                "method": each.method,
                "test": each.ci,
                "level": each.level,
                "profile": said.get("profile", "curate"),
                "corrected": str(said.get("zero_cells", "none") != "none").upper(),
                "covaries": str(each.covaries).upper(),
                "multilevel": str("tau2_between" in said).upper(),
                "in_r": str(said.get("variance") != "greenland-robins").upper(),
                "k": each.k,
                "estimate": each.estimate,
                "se": each.se,
                "ci_low": each.ci_low,
                "ci_high": each.ci_high,
                "tau2": each.tau2,
                **{name: float(said[name]) if name in said else None for name in PARTS},
            }
        )
    return _csv(rows)


def _covariances(effects: Sequence[tuple[str, Effect]], used: Used) -> str:
    """Return what shared groups give each two effects that were pooled."""
    rows = []
    held = [(name, each) for name, each in effects if (each.comparison, each.id) in used]
    for place, (name, one) in enumerate(held):
        for other, two in held[:place]:
            same = (one.comparison, one.study) == (two.comparison, two.study)
            value = float(covariances([one, two])[0, 1]) if same else 0.0
            if value:
                row = {"comparison": one.comparison, "trial": one.study_name}
                rows.append({**row, "effect": name, "other": other, "covariance": value})
    return _csv(rows, ("comparison", "trial", "effect", "other", "covariance"))


def _csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ("comparison",)) -> str:
    """Return rows as CSV that R and spreadsheets read: NA for what is missing, every digit of a number.

    `columns` are the names where there is no row.
    """
    held = io.StringIO()
    names = list(rows[0]) if rows else columns
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_text(row[name]) for name in names] for row in rows)
    return held.getvalue()


def _text(value: object) -> str:
    if value is None:
        return "NA"
    return repr(float(value)) if isinstance(value, float) else defused(str(value))
