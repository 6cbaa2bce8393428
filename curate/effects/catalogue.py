"""The effect measures by their codes: what each is computed from, how, and where the formula comes from.

The code is metafor's where it has the measure, so that tables and scripts can be carried over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from curate.effects import counts, measures, paired, printed, single
from curate.effects.convert.survival import log_rank_from_p, variance_from_events_by_arm
from curate.effects.definition import (
    CELLS,
    CHANGES,
    GIVEN,
    LOG_RANK,
    LOG_RANK_P,
    MEANS,
    PRINTED,
    RATES,
    TWICE,
    Compute,
    Measure,
    Options,
    Route,
)
from curate.effects.measures import Array, Estimates
from curate.errors import UnknownName

_NO_SD = "an SD of zero, or a group of one"
_DOUBLE_ZERO = "double-zero: nobody, or everybody, in both groups had the event"


def _smd(columns: Sequence[Array], how: Options) -> Estimates:
    m1, sd1, n1, m2, sd2, n2 = columns
    name = how.variance or "LS"
    return measures.standardised_mean_difference(m1, sd1, n1, m2, sd2, n2, name, how.correction)


def _smd_of_d(columns: Sequence[Array], how: Options) -> Estimates:
    d, n1, n2 = columns
    return measures.standardised(d, n1, n2, how.variance or "LS", how.correction)


def _smd_of_t(columns: Sequence[Array], how: Options) -> Estimates:
    t, n1, n2 = columns
    return _smd_of_d((t * np.sqrt(1 / n1 + 1 / n2), n1, n2), how)


def _glass(columns: Sequence[Array], how: Options) -> Estimates:
    m1, sd1, n1, m2, sd2, n2 = columns
    return measures.glass_delta(m1, sd1, n1, m2, sd2, n2, how.variance or "LS", how.correction)


def _ppc(columns: Sequence[Array], how: Options) -> Estimates:
    post1, pre1, sd1, n1, r1, post2, pre2, sd2, n2, r2 = columns
    return paired.change_contrast(
        (post1, post2), (pre1, pre2), (sd1, sd2), (n1, n2), (r1, r2), how.variance or "LS"
    )


def _smcr(columns: Sequence[Array], how: Options) -> Estimates:
    m1, _, m2, sd2, n, r = columns
    return paired.raw_standardised_change(m1, m2, sd2, n, r, how.variance or "LS", how.correction)


def _smcc(columns: Sequence[Array], how: Options) -> Estimates:
    m1, sd1, m2, sd2, n, r = columns
    return paired.standardised_change(m1, sd1, m2, sd2, n, r, how.variance or "LS", how.correction)


def _log_rank_of_p(columns: Sequence[Array], _: Options) -> Estimates:
    """Return the log hazard ratio of a log-rank test's p, V = e1 e2/(e1 + e2) (Tierney et al. 2007, method 8)."""
    p, e1, e2, sign = columns
    test = log_rank_from_p(p, variance_from_events_by_arm(e1, e2), sign)
    return printed.from_log_rank(test.o_minus_e, test.v)


def _with_variance(function: Callable[..., Estimates]) -> Compute:
    return lambda columns, options: function(*columns, variance=options.variance or "LS")


def _with_rule(function: Callable[..., Estimates]) -> Compute:
    return lambda columns, options: function(*columns, options.rule)


def _with_both(function: Callable[..., Estimates]) -> Compute:
    return lambda columns, options: function(*columns, options.rule, options.variance or "LS")


def _plain(function: Callable[..., Estimates]) -> Compute:
    return lambda columns, _: function(*columns)


def _interval(log: bool) -> Route:
    return Route(
        PRINTED,
        lambda columns, options: printed.from_interval(*columns, level=options.level, log=log),
    )


_AS_GIVEN = Route(GIVEN, lambda columns, _: Estimates(columns[0], columns[1]))


def _measure(
    code: str,
    name: str,
    formula: str,
    source: str,
    *routes: Route,
    log: bool = False,
    variances: Mapping[str, str] | None = None,
    why: str = "it is not defined for these numbers",
    transformed: bool = False,
) -> Measure:
    """Return a measure; what is `transformed` is printed on another scale than its yi: no interval is read for it."""
    last = () if transformed else (_interval(log),)
    return Measure(code, name, formula, source, (*routes, _AS_GIVEN, *last), log, variances, why)


_CHANGE = {**paired.CHANGE_VARIANCES}

MEASURES: Mapping[str, Measure] = {
    measure.code: measure
    for measure in (
        _measure(
            "MD",
            "mean difference",
            "m1 - m2",
            "Cochrane Handbook 6.5.1.1",
            Route(MEANS, _with_variance(measures.mean_difference)),
            variances=measures.MD_VARIANCES,
            why=_NO_SD,
        ),
        _measure(
            "SMD",
            "standardised mean difference, Hedges' g",
            "J (m1 - m2)/sd, sd pooled",
            "doi:10.3102/10769986006002107",
            Route(MEANS, _smd),
            Route(("di", "n1i", "n2i"), _smd_of_d),
            Route(("ti", "n1i", "n2i"), _smd_of_t),
            variances=measures.SMD_VARIANCES,
            why=_NO_SD,
        ),
        _measure(
            "SMD1",
            "Glass's delta",
            "J (m1 - m2)/sd2",
            "doi:10.3102/0013189X005010003",
            Route(MEANS, _glass),
            variances=measures.GLASS_VARIANCES,
            why=_NO_SD,
        ),
        _measure(
            "ROM",
            "ratio of means",
            "log(m1/m2), corrected for bias",
            "doi:10.1890/14-2402.1",
            Route(MEANS, _with_variance(measures.ratio_of_means)),
            log=True,
            variances=measures.ROM_VARIANCES,
            why=f"{_NO_SD}, or means that are zero or of opposite sign",
        ),
        _measure(
            "OR",
            "odds ratio",
            "log(ad/bc)",
            "doi:10.1111/j.1469-1809.1955.tb01348.x",
            Route(CELLS, _with_rule(counts.odds_ratio)),
            log=True,
            why=_DOUBLE_ZERO,
        ),
        _measure(
            "RR",
            "risk ratio",
            "log((a/n1)/(c/n2))",
            "doi:10.2307/2530610",
            Route(CELLS, _with_both(counts.risk_ratio)),
            log=True,
            variances={name: counts.RISK_VARIANCES[name] for name in ("LS", "AV")},
            why=_DOUBLE_ZERO,
        ),
        _measure(
            "RD",
            "risk difference",
            "a/n1 - c/n2",
            "Cochrane Handbook 6.4.1.4",
            Route(CELLS, _with_both(counts.risk_difference)),
            variances=counts.RISK_VARIANCES,
            why=_DOUBLE_ZERO,
        ),
        _measure(
            "PETO",
            "odds ratio by Peto's method",
            "(O - E)/V",
            "doi:10.1016/S0033-0620(85)80003-7",
            Route(CELLS, _plain(counts.peto_odds_ratio)),
            log=True,
            why=_DOUBLE_ZERO,
        ),
        _measure(
            "IRR",
            "rate ratio",
            "log((x1/t1)/(x2/t2))",
            "Rothman, Greenland & Lash (2008), ch. 14",
            Route(RATES, _with_rule(counts.rate_ratio)),
            log=True,
            why="nobody in either group had an event",
        ),
        _measure(
            "IRD",
            "rate difference",
            "x1/t1 - x2/t2",
            "Rothman, Greenland & Lash (2008), ch. 14",
            Route(RATES, _with_rule(counts.rate_difference)),
            why="nobody in either group had an event",
        ),
        _measure(
            "HR",
            "hazard ratio",
            "log HR from its interval, or (O - E)/V",
            "doi:10.1186/1745-6215-8-16",
            Route(LOG_RANK, _plain(printed.from_log_rank)),
            Route(LOG_RANK_P, _log_rank_of_p),
            log=True,
        ),
        _measure(
            "PR",
            "proportion",
            "x/n",
            "Cochrane Handbook 10.3",
            Route(("xi", "ni"), _with_both(single.proportion)),
            variances=single.PROPORTION_VARIANCES,
        ),
        _measure(
            "PLO",
            "log odds",
            "log(x/(n - x))",
            "Cochrane Handbook 10.3",
            Route(("xi", "ni"), _with_rule(single.logit_proportion)),
            transformed=True,
        ),
        _measure(
            "PFT",
            "double arcsine of a proportion",
            "Freeman and Tukey's",
            "doi:10.1214/aoms/1177729756",
            Route(("xi", "ni"), _plain(single.double_arcsine_proportion)),
            transformed=True,
        ),
        _measure(
            "MN",
            "mean",
            "m",
            "Cochrane Handbook 10.3",
            Route(("mi", "sdi", "ni"), _plain(single.mean)),
            why=_NO_SD,
        ),
        _measure(
            "ZCOR",
            "correlation, Fisher's z",
            "atanh r",
            "Fisher (1921), Metron 1:3-32",
            Route(("ri", "ni"), _plain(single.fisher_z)),
            transformed=True,
        ),
        _measure(
            "MC",
            "mean change",
            "m1 - m2 of the same people",
            "Cochrane Handbook 6.5.2.8",
            Route(TWICE, _plain(paired.mean_change)),
            why=_NO_SD,
        ),
        _measure(
            "SMCC",
            "change in SDs of the changes",
            "J (m1 - m2)/sd of changes",
            "doi:10.3102/10769986018003271",
            Route(TWICE, _smcc),
            variances=_CHANGE,
            why=_NO_SD,
        ),
        _measure(
            "SMCR",
            "change in SDs before",
            "J (m1 - m2)/sd2",
            "doi:10.1111/j.2044-8317.1988.tb00901.x",
            Route(TWICE, _smcr),
            variances=_CHANGE,
            why=_NO_SD,
        ),
        _measure(
            "PPC",
            "difference in changes, d_ppc2",
            "J (change1 - change2)/sd before, pooled",
            "doi:10.1177/1094428106291059",
            Route(CHANGES, _ppc),
            variances=paired.CONTRAST_VARIANCES,
            why=_NO_SD,
        ),
        _measure("GEN", "effects as given", "yi and vi", "Cochrane Handbook 10.3"),
    )
}
"""Code → measure. All take yi and vi, or an estimate with its interval, where the columns have nothing else.

No interval is read for log odds, double arcsines and Fisher's z: proportions and correlations are printed as such.
"""


def measure_of(code: str) -> Measure:
    """Return the measure called `code`.

    Raises
    ------
    UnknownName
        Where there is none.
    """
    if code not in MEASURES:
        raise UnknownName.among("measure", code, MEASURES)
    return MEASURES[code]
