"""Scales: which end is good, the same scale of another length, and SMDs back in points of one that readers know."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from curate.effects.convert.arrays import defined, numbers
from curate.effects.convert.medians import Moments
from curate.effects.measures import Array, Estimates


def reversed_mean(mean: ArrayLike, minimum: ArrayLike, maximum: ArrayLike) -> Array:
    """Return minimum + maximum - mean: the mean of the scale read from its other end; the SD stays.

    A change from baseline, or a difference, has only its sign turned (Handbook 6.5.1.2).
    """
    mean, minimum, maximum = numbers(mean, minimum, maximum)
    inside = (minimum < maximum) & (mean >= minimum) & (mean <= maximum)
    return defined(inside, minimum + maximum - mean)


def rescaled(
    mean: ArrayLike,
    sd: ArrayLike,
    minimum: ArrayLike,
    maximum: ArrayLike,
    new_minimum: ArrayLike,
    new_maximum: ArrayLike,
) -> Moments:
    """Return mean and SD on a scale with other ends: linear, as from 0-10 to 0-100.

    It makes the ranges equal, not the instruments: two that measure differently stay different.

    References
    ----------
    Thorlund et al. (2011), doi:10.1002/jrsm.46.
    """
    mean, sd, low, high, new_low, new_high = numbers(
        mean, sd, minimum, maximum, new_minimum, new_maximum
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = defined((low < high) & (new_low < new_high), (new_high - new_low) / (high - low))
    return Moments(defined(True, new_low + (mean - low) * factor), defined(sd >= 0, sd * factor))


def rescaled_difference(
    yi: ArrayLike, vi: ArrayLike, width: ArrayLike, new_width: ArrayLike
) -> Estimates:
    """Return a difference in means, or in changes, on a scale of another width (maximum - minimum)."""
    yi, vi, width, new_width = numbers(yi, vi, width, new_width)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = defined((width > 0) & (new_width > 0), new_width / width)
    return Estimates(defined(True, yi * factor), defined(vi >= 0, vi * factor**2))


def points_from_smd(yi: ArrayLike, vi: ArrayLike, sd: ArrayLike) -> Estimates:
    """Return an SMD in points of a reference instrument: yi SD and vi SD².

    Parameters
    ----------
    sd
        Of the instrument in a population like the review's: its source belongs beside the result. Its own
        uncertainty is left out.

    References
    ----------
    Cochrane Handbook 15.5.3.2.
    """
    yi, vi, sd = numbers(yi, vi, sd)
    return Estimates(defined(sd > 0, yi * sd), defined((sd > 0) & (vi >= 0), vi * sd**2))
