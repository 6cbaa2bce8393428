"""What was found in a table, as tests ask for it."""

from curate.extract.band import band_of, with_bands
from curate.model.reading import Found

from .sheet import values


def named(found):
    """(outcome, arms, statistic, value) of every reading."""
    return {(o, a, s, v) for o, _, a, _, s, v in values(found)}


def bands(found, statistic):
    """Value → band, of one statistic, by the signs of how it is read: that it has no time has its own tests."""
    return {
        r.value: band_of(set(r.flags) - {"time_missing", "unfamiliar_table"})
        for item in with_bands(found)
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic == statistic
    }


def readings(found):
    """(timepoint, arms, statistic, value) of every reading."""
    return {(t, a, s, v) for _, t, a, _, s, v in values(found)}


def outcomes_read(found):
    """(outcome, timepoint, arms, statistic, value) of every reading."""
    return {(o, t, a, s, v) for o, t, a, _, s, v in values(found)}
