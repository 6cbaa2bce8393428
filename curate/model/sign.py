"""The signs that a program's readings carry among their flags: which band each allows, and what it says in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """What one flag tells.

    Attributes
    ----------
    band
        ``low`` where it contradicts the reading, ``medium`` where it leaves something to interpretation, empty
        where it only tells where something comes from.
    words
        For people, without a full stop.
    told
        The extractor gives it as it reads; the other ones with a band are found afterwards, by what else
        the report's readings say (`curate.extract.band`).
    """

    band: str
    words: str
    told: bool = False


SIGNS = {
    "doubtful": Sign("low", "a character could not be read", told=True),
    "doubtful_glyph": Sign("low", "a character of the sentence could not be read", told=True),
    "limits_disordered": Sign("low", "the lower limit is above the upper one"),
    "out_of_range": Sign("low", "no such value is possible"),
    "outside_interval": Sign("low", "the estimate lies outside of its own limits"),
    "percent_mismatch": Sign("low", "the percentage is not that of its counts"),
    "readers_disagree": Sign("low", "the second engine reads something else", told=True),
    "sign_reversed": Sign("low", "the arms' own numbers have the difference the other way round"),
    "statistic_guessed": Sign("low", "nothing says which statistic it is", told=True),
    "statistic_repeated": Sign("low", "the cell has this statistic twice"),
    "arm_from_title": Sign("medium", "the arm is named by the caption alone"),
    "arm_inferred": Sign("medium", "the arm stands outside of the value's clause", told=True),
    "arm_missing": Sign("medium", "no arm is named"),
    "arm_names_more": Sign("medium", "the arm's name holds more than a name"),
    "arm_unnamed": Sign("medium", "the arm's name has no word that tells who it is"),
    "arms_do_not_add_up": Sign("medium", "the arms' sizes do not make that of all"),
    "arms_unconfirmed": Sign("medium", "nothing else says that these are arms"),
    "average_in_brackets": Sign("medium", "an average that stands alone in brackets"),
    "beside_a_guess": Sign("medium", "beside it stands a number whose statistic is guessed"),
    "cites_others": Sign("medium", "the sentence cites another study", told=True),
    "comparison_unnamed": Sign("medium", "who is compared with whom is not named"),
    "count_unconfirmed": Sign("medium", "of two counts, the one that no percentage confirms"),
    "direction_unsaid": Sign("medium", "nothing says which arm is taken from which", told=True),
    "from_flowchart": Sign("medium", "read from a flow diagram", told=True),
    "group_in_doubt": Sign("medium", "the heading above may be a row of its own"),
    "group_lost": Sign("medium", "the row's heading was lost at a break of the table"),
    "header_incomplete": Sign("medium", "the cell has no row label or no column header"),
    "header_says_mean": Sign("medium", "the header speaks of means, the number is a percentage"),
    "header_unused": Sign("medium", "a label of its row went into no name"),
    "label_holds_value": Sign("medium", "the row's label holds a value"),
    "label_in_parts": Sign("medium", "the row's label stands in two parts", told=True),
    "label_says_range": Sign("medium", "the label says range, the numbers are read as quartiles"),
    "mixed_statistics": Sign("medium", "statistics that seldom stand together in a cell"),
    "name_broken": Sign("medium", "a name ends in the middle of a phrase"),
    "names_shared": Sign("medium", "another number has the same names"),
    "number_mended": Sign("medium", "a character of the number itself was mended by its shape"),
    "ocr": Sign("medium", "read by OCR from a picture", told=True),
    "of_a_model": Sign("medium", "the table is of a regression, whose coefficients are no means"),
    "outcome_from_elsewhere": Sign(
        "medium", "the outcome has words that neither headers nor caption have"
    ),
    "outcome_inferred": Sign("medium", "the outcome was taken from elsewhere in the text", told=True),
    "outcome_missing": Sign("medium", "no outcome is named"),
    "outcome_names_arm": Sign("medium", "another arm's name went into the outcome"),
    "outcome_unnamed": Sign("medium", "the outcome's name has no word that tells what was measured"),
    "part_unread": Sign("medium", "another number of the cell was not read", told=True),
    "percent_sign": Sign("medium", "a percent sign stands at what is read as an average"),
    "row_is_study": Sign("medium", "the row is a study's"),
    "said_once": Sign("medium", "no other sentence and no table says it too"),
    "single_person": Sign("medium", "the row or column is one person's"),
    "size_in_doubt": Sign("medium", "no plain words make these people a group of the trial", told=True),
    "size_noted": Sign("medium", "a note at the row counts other people than the header", told=True),
    "size_of_more": Sign(
        "medium", "the count and its percentage are of other people than the group's size"
    ),
    "spelt_number": Sign("medium", "the number is written in words", told=True),
    "stands_alone": Sign("medium", "no other number of the sentence explains it"),
    "statement_disputed": Sign("medium", "the table says two statistics that both fit", told=True),
    "stored_number": Sign("medium", "the file stores more digits than it shows", told=True),
    "subgroup_unnamed": Sign(
        "medium", "of some of the people only, and of whom is not named", told=True
    ),
    "time_from_elsewhere": Sign("medium", "the time point was taken from elsewhere in the text"),
    "time_inferred": Sign("medium", "the time point was carried over from another sentence", told=True),
    "time_missing": Sign("medium", "no time point is named"),
    "two_tables": Sign("medium", "two tables stand side by side under one label"),
    "unfamiliar_table": Sign("medium", "much of the table is in doubt, and no sentence names its arms"),
    "unlike_its_table": Sign("medium", "a whole number read as a mean, where other means have decimals"),
    "n_from:arm": Sign("", "the size is the one that other tables give for the arm"),
    "n_from:column_header": Sign("", "the size of the arm is from the column's header"),
    "n_from:row": Sign("", "the size of the arm is from a row of sizes"),
    "repaired": Sign("", "a character that the text layer has wrong was mended by its shape"),
    "sign_inferred": Sign("", "a lost ± was put back"),
    "statistic_from:beside": Sign("", "the statistic is that of the cell beside it"),
    "statistic_from:caption": Sign("", "the statistic is named by the caption"),
    "statistic_from:cell": Sign("", "the statistic is named in the cell"),
    "statistic_from:column": Sign("", "the statistic is named by the column's header"),
    "statistic_from:mark": Sign("", "the statistic is named by a note to a mark"),
    "statistic_from:notes": Sign("", "the statistic is named by the notes"),
    "statistic_from:row": Sign("", "the statistic is named by the row's label"),
    "statistic_from:shape": Sign("", "the statistic is told by the form of the cell"),
    "statistic_from:text": Sign("", "the statistic is named in the running text"),
    "time_from:abstract": Sign("", "the time point is from the abstract"),
    "time_from:caption": Sign("", "the time point is from the caption"),
    "time_from:methods": Sign("", "the time point is from the methods"),
    "time_from:notes": Sign("", "the time point is from the notes"),
    "time_from:text": Sign("", "the time point is from the running text"),
}
"""Flag → what it tells; what contradicts a reading first."""


def reasons(flags: Iterable[str]) -> tuple[str, ...]:
    """Return in words why a reading is not ``high``: what contradicts it first.

    Examples
    --------
    >>> reasons(["statistic_from:column", "time_missing"])
    ('no time point is named',)
    """
    held = set(flags)
    return tuple(sign.words for flag, sign in SIGNS.items() if sign.band and flag in held)


def in_words(flags: Iterable[str]) -> tuple[str, ...]:
    """Return what flags tell, in words, why a reading is not ``high`` first; an unknown flag is told as it is."""
    kept = tuple(flags)
    rest = [SIGNS[flag].words if flag in SIGNS else flag for flag in kept]
    first = reasons(kept)
    return (*first, *(words for words in rest if words not in first))
