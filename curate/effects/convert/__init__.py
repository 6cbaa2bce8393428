"""What trials print instead of mean, SD and n: pure functions over numbers or arrays of one shape.

::

    spread        SD and SE from SE, interval, t, F, p, interquartile range
    medians       mean and SD from a median with quartiles, range or both; the test for skewness
    blue          the same by the best linear unbiased estimate
    quantiles     the same without taking a normal distribution for granted
    groups        arms combined, a shared control split, people counted from percentages
    shared        covariances of effects that share people
    pairs         change from baseline, crossover periods, correlations of pairs
    clusters      design effect
    scales        direction, length, SMDs back in points
    ratios        ratios from intervals and p values, at an assumed risk, as SMDs
    survival      hazard ratios from log-rank O - E and V, intervals, p values
    tables        2 × 2 tables from an odds ratio, phi or chi² and the margins
    standardised  d and r from t, F, p, chi², slopes and each other
    pvalues       p from t, z, F, chi²; Welch's test
    transforms    of proportions, correlations, reliabilities; what an SMD means in people

Levels are in percent, p values two-sided. Nothing here guesses: where the input does not determine the answer it is
NaN.
"""

from curate.effects.convert.groups import Group, combine_arms, events_from_percent
from curate.effects.convert.spread import (
    sd_from_ci,
    sd_from_se,
    se_from_difference_ci,
    se_from_normal_ci,
)

__all__ = [
    "Group",
    "combine_arms",
    "events_from_percent",
    "sd_from_ci",
    "sd_from_se",
    "se_from_difference_ci",
    "se_from_normal_ci",
]
