"""Weights that do not come from the variances: by the people of a trial."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curate.effects.measures import Array
from curate.errors import Refused
from curate.model.effect import Effect

PEOPLE = "n1 n2/(n1 + n2)"


def people_weights(effects: Sequence[Effect]) -> Array:
    """Return n1 n2/(n1 + n2) of each effect, divided by its design effect: the precision of a difference of equal SDs.

    They do not depend on the effects, as inverse variances of standardised differences and of ratios do, which pull an
    estimate towards studies that happened to find less.

    References
    ----------
    Hunter & Schmidt (2004), Methods of Meta-Analysis; DerSimonian & Kacker (2007), doi:10.1016/j.cct.2006.04.004.

    Raises
    ------
    Refused
        With the names of the studies whose numbers of people are not known.
    """
    if nameless := [effect.label for effect in effects if effect.n1 <= 0 or effect.n2 <= 0]:
        raise Refused(
            f"GENQ weights by people, and those of {', '.join(nameless)} are not known",
            "record the n of both arms, or say another method",
        )
    n1, n2, divided = (
        np.array([getattr(effect, name) for effect in effects], dtype=float)
        for name in ("n1", "n2", "design_effect")
    )
    return np.asarray(n1 * n2 / (n1 + n2) / divided)
