"""Conventions that go together, under a name that is recorded with each result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curate.effects.counts import DEFAULT, Rule
from curate.effects.definition import Options
from curate.errors import UnknownName
from curate.model.protocol import PROFILES as DEFAULTS
from curate.model.protocol import PoolOptions
from curate.pool.inference import FEWEST_FOR_PREDICTION


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile says beside `curate.model.protocol.PROFILES`.

    Attributes
    ----------
    defaults
        The conventions that can be said one by one.
    about
        Whose they are.
    fewest
        Studies below which no prediction interval is given.
    rule
        For empty cells of ratios; of differences where `difference_rule` is None.
    difference_rule
        For empty cells of risk differences.
    mh_rd_variance
        Of a risk difference by Mantel and Haenszel, see `curate.pool.sparse.mantel_haenszel_rd`.
    mh_corrected
        Whether Mantel and Haenszel's ratios have ½ in the cells of studies with an empty one; they need none.
    q_from_mh
        Whether DerSimonian and Laird's tau² of counts takes Q around Mantel and Haenszel's estimate.
    """

    defaults: PoolOptions
    about: str
    fewest: int
    rule: Rule = DEFAULT
    difference_rule: Rule | None = None
    mh_rd_variance: str = "sato"
    mh_corrected: bool = False
    q_from_mh: bool = False

    def options(self, measure: str) -> Options:
        """Return how a measure is computed where nothing else is asked for."""
        if measure == "SMD":
            return Options(self.defaults.smd_variance, self.defaults.smd_correction)
        if measure == "RD" and self.difference_rule:
            return Options(rule=self.difference_rule)
        return Options(rule=self.rule)


PROFILES: Mapping[str, Profile] = {
    "curate": Profile(
        DEFAULTS["curate"],
        "REML; Hartung-Knapp when k > 2 and tau² > 0; t on k - 2 df to predict, from five studies on",
        fewest=FEWEST_FOR_PREDICTION,
    ),
    "metafor": Profile(
        DEFAULTS["metafor"],
        "metafor's rma and escalc as they come: Wald, double-zero trials kept with ½ in every cell",
        fewest=2,
        rule=Rule(keep_double_zero=True),
    ),
    "cochrane-revman": Profile(
        DEFAULTS["cochrane-revman"],
        "Review Manager: J = 1 - 3/(4N - 9) and its variance, ½ in the variance alone of risk differences",
        fewest=3,
        difference_rule=Rule("variance"),
        mh_rd_variance="greenland-robins",
        mh_corrected=True,
        q_from_mh=True,
    ),
}
"""Name → profile. What Review Manager takes for the degrees of freedom of a prediction interval could not be confirmed;
the Handbook's k - 2 stand there (10.10.4.3)."""


def profile_of(name: str) -> Profile:
    """Return the profile called `name`.

    Raises
    ------
    UnknownName
        Where there is none.
    """
    if name not in PROFILES:
        raise UnknownName.among("profile", name, PROFILES)
    return PROFILES[name]
