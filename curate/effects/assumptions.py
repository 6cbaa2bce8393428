"""What a comparison assumes where a report does not say: correlations, ICCs, borrowed SDs, and their ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from curate.effects.convert.clusters import ICC
from curate.errors import CurateError, ProtocolError
from curate.model.protocol import Comparison

MEDIANS = {
    "luo": "mean by Luo 2018, SD by Wan 2014 or Shi 2020",
    "blue": "best linear unbiased, Yang 2022",
    "quantiles": "quantile estimation, McGrath 2020",
    "refuse": "a study with medians only is left out",
}
"""Names of the ways from a median with quartiles or range to mean and SD."""


@dataclass(frozen=True, slots=True)
class Range:
    """An assumed value, and the ends of what it may be: a sensitivity analysis uses those."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return value and ends as one text."""
        return f"{self.value:g} ({self.low:g} to {self.high:g})"


class Clusters(NamedTuple):
    """The clusters of a trial, by its name or id: their mean size, and the coefficient of variation of the sizes."""

    study: str
    size: float
    cv: float = 0.0

    def __str__(self) -> str:
        """Return size and variation as one text."""
        return f"{self.size:g}" + (f" (CV {self.cv:g})" if self.cv else "")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The assumptions of one comparison, keys of its options.

    Attributes
    ----------
    medians
        A name of `MEDIANS`.
    correlation
        Of the values of one person before and after, or in both periods of a crossover, where the study does not
        give its own.
    icc
        Intracluster correlation with its source, and the range for a sensitivity analysis.
    cluster_sizes
        Of cluster trials.
    donors
        Names or ids of the studies whose SDs stand in for missing ones.
    borrowed
        ``pooled``, ``lowest`` or ``highest`` of the donors' SDs; the last two are for sensitivity analyses.
    rescale
        Whether mean differences on other instruments are brought to the scale of the first outcome.
    """

    medians: str = "luo"
    correlation: Range | None = None
    icc: Range | None = None
    icc_source: str = ""
    cluster_sizes: tuple[Clusters, ...] = ()
    donors: tuple[str, ...] = ()
    borrowed: str = "pooled"
    rescale: bool = False

    def clusters_of(self, *names: str) -> Clusters | None:
        """Return the clusters of a study by its id or name, None when they are not given."""
        return next((each for each in self.cluster_sizes if each.study in names), None)


KEYS = (
    "medians", "correlation", "correlation_low", "correlation_high", "icc", "icc_low", "icc_high", "icc_source",
    "cluster_sizes", "sd_donors", "sd_borrowed", "rescale",
)  # fmt: skip
"""Keys of a comparison's options that are assumptions."""

_CLUSTERS = re.compile(r"(?P<name>.+):\s*(?P<size>\d+(\.\d+)?)(\s+cv\s+(?P<cv>\d+(\.\d+)?))?")

_ENDS = {"correlation": (-1.0, 1.0), "icc": (0.0, 1.0)}
_BORROWED = ("pooled", "lowest", "highest")


def assumptions_of(comparison: Comparison) -> Assumptions:
    """Return what the options of `comparison` assume.

    Raises
    ------
    ProtocolError
        For values that cannot be, a correlation or an ICC without its range, an ICC without its source; all are listed.
    """
    given = dict(comparison.options)
    mistakes: list[str] = []
    ranges = {name: _range(name, given, mistakes) for name in _ENDS}
    medians, borrowed = given.get("medians", "luo"), given.get("sd_borrowed", "pooled")
    rescale = given.get("rescale", "no")
    if rescale not in ("yes", "no"):
        mistakes.append(f"rescale = {rescale!r} is neither yes nor no")
    if medians not in MEDIANS:
        mistakes.append(f"medians = {medians!r} is not known ({', '.join(MEDIANS)})")
    if borrowed not in _BORROWED:
        mistakes.append(f"sd_borrowed = {borrowed!r} is not known ({', '.join(_BORROWED)})")
    icc = ranges["icc"]
    if icc is not None:
        try:
            ICC.of(icc.value, given.get("icc_source", ""))
        except CurateError as error:
            mistakes.append(f"icc = {icc.value:g}: {error.what}")
    sizes = tuple(_sizes(given.get("cluster_sizes", ""), mistakes))
    if mistakes:
        what = f"the options of comparison {comparison.code!r} have mistakes"
        raise ProtocolError(what, "mend them in review.toml", mistakes)
    donors = tuple(filter(None, map(str.strip, given.get("sd_donors", "").split(","))))
    return Assumptions(
        medians,
        ranges["correlation"],
        icc,
        given.get("icc_source", "").strip(),
        sizes,
        donors,
        borrowed,
        rescale == "yes",
    )


def _range(name: str, given: dict[str, str], mistakes: list[str]) -> Range | None:
    keys = (name, f"{name}_low", f"{name}_high")
    texts = [given[key] for key in keys if key in given]
    if not texts:
        return None
    if len(texts) < 3:
        mistakes.append(f"{name} needs its range: {', '.join(keys)}")
        return None
    try:
        value, low, high = map(float, texts)
    except ValueError:
        mistakes.append(f"{', '.join(keys)} are no numbers: {', '.join(texts)}")
        return None
    least, most = _ENDS[name]
    if not least <= low <= value <= high <= most:
        mistakes.append(
            f"{name} = {value:g} ({low:g} to {high:g}) is not in order between {least:g} and {most:g}"
        )
        return None
    return Range(value, low, high)


def _sizes(text: str, mistakes: list[str]) -> list[Clusters]:
    """Return the clusters of ``name: size, name: size cv 0.6``."""
    found = []
    for part in filter(None, map(str.strip, text.split(","))):
        match = _CLUSTERS.fullmatch(part)
        if match is None or float(match["size"]) < 1:
            mistakes.append(
                f"cluster_sizes: {part!r} is no name with a mean size of 1 or more behind a colon"
            )
            continue
        found.append(Clusters(match["name"].strip(), float(match["size"]), float(match["cv"] or 0)))
    return found
