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
    """

    band: str
    words: str


_LOW = {
    "doubtful": "a character could not be read",
    "doubtful_glyph": "a character of the sentence could not be read",
    "limits_disordered": "the lower limit is above the upper one",
    "out_of_range": "no such value is possible",
    "outside_interval": "the estimate lies outside of its own limits",
    "percent_mismatch": "the percentage is not that of its counts",
    "readers_disagree": "the second engine reads something else",
    "sign_reversed": "the arms' own numbers have the difference the other way round",
    "statistic_guessed": "nothing says which statistic it is",
    "statistic_repeated": "the cell has this statistic twice",
}

_MEDIUM = {
    "arm_from_title": "the arm is named by the caption alone",
    "arm_inferred": "the arm stands outside of the value's clause",
    "arm_missing": "no arm is named",
    "arm_names_more": "the arm's name holds more than a name",
    "arm_unnamed": "the arm's name has no word that tells who it is",
    "arms_do_not_add_up": "the arms' sizes do not make that of all",
    "arms_unconfirmed": "nothing else says that these are arms",
    "average_in_brackets": "an average that stands alone in brackets",
    "beside_a_guess": "beside it stands a number whose statistic is guessed",
    "cites_others": "the sentence cites another study",
    "comparison_unnamed": "who is compared with whom is not named",
    "count_unconfirmed": "of two counts, the one that no percentage confirms",
    "direction_unsaid": "nothing says which arm is taken from which",
    "from_flowchart": "read from a flow diagram",
    "group_in_doubt": "the heading above may be a row of its own",
    "group_lost": "the row's heading was lost at a break of the table",
    "header_incomplete": "the cell has no row label or no column header",
    "header_says_mean": "the header speaks of means, the number is a percentage",
    "header_unused": "a label of its row went into no name",
    "label_holds_value": "the row's label holds a value",
    "label_in_parts": "the row's label stands in two parts",
    "label_says_range": "the label says range, the numbers are read as quartiles",
    "mixed_statistics": "statistics that seldom stand together in a cell",
    "name_broken": "a name ends in the middle of a phrase",
    "names_shared": "another number has the same names",
    "number_mended": "a character of the number itself was mended by its shape",
    "ocr": "read by OCR from a picture",
    "outcome_from_elsewhere": "the outcome has words that neither headers nor caption have",
    "outcome_inferred": "the outcome was taken from elsewhere in the text",
    "outcome_missing": "no outcome is named",
    "outcome_names_arm": "another arm's name went into the outcome",
    "outcome_unnamed": "the outcome's name has no word that tells what was measured",
    "part_unread": "another number of the cell was not read",
    "percent_sign": "a percent sign stands at what is read as an average",
    "row_is_study": "the row is a study's",
    "said_once": "no other sentence and no table says it too",
    "single_person": "the row or column is one person's",
    "size_in_doubt": "no plain words make these people a group of the trial",
    "size_noted": "a note at the row counts other people than the header",
    "size_of_more": "the count and its percentage are of other people than the group's size",
    "spelt_number": "the number is written in words",
    "stands_alone": "no other number of the sentence explains it",
    "statement_disputed": "the table says two statistics that both fit",
    "stored_number": "the file stores more digits than it shows",
    "subgroup_unnamed": "of some of the people only, and of whom is not named",
    "time_from_elsewhere": "the time point was taken from elsewhere in the text",
    "time_inferred": "the time point was carried over from another sentence",
    "time_missing": "no time point is named",
    "two_tables": "two tables stand side by side under one label",
    "unfamiliar_table": "much of the table is in doubt, and no sentence names its arms",
    "unlike_its_table": "a whole number read as a mean, where other means have decimals",
}

_TOLD = {
    "n_from:arm": "the size is the one that other tables give for the arm",
    "n_from:column_header": "the size of the arm is from the column's header",
    "n_from:row": "the size of the arm is from a row of sizes",
    "repaired": "a character that the text layer has wrong was mended by its shape",
    "sign_inferred": "a lost ± was put back",
    "statistic_from:beside": "the statistic is that of the cell beside it",
    "statistic_from:caption": "the statistic is named by the caption",
    "statistic_from:cell": "the statistic is named in the cell",
    "statistic_from:column": "the statistic is named by the column's header",
    "statistic_from:mark": "the statistic is named by a note to a mark",
    "statistic_from:notes": "the statistic is named by the notes",
    "statistic_from:row": "the statistic is named by the row's label",
    "statistic_from:shape": "the statistic is told by the form of the cell",
    "statistic_from:text": "the statistic is named in the running text",
    "time_from:abstract": "the time point is from the abstract",
    "time_from:caption": "the time point is from the caption",
    "time_from:methods": "the time point is from the methods",
    "time_from:notes": "the time point is from the notes",
    "time_from:text": "the time point is from the running text",
}

SIGNS = {
    flag: Sign(band, words)
    for band, told in (("low", _LOW), ("medium", _MEDIUM), ("", _TOLD))
    for flag, words in told.items()
}
"""Flag → what it tells."""


def reasons(flags: Iterable[str]) -> tuple[str, ...]:
    """Return in words why a reading is not ``high``: what contradicts it first.

    Examples
    --------
    >>> reasons(["statistic_from:column", "time_missing"])
    ('no time point is named',)
    """
    held = set(flags)
    return tuple(words for told in (_LOW, _MEDIUM) for flag, words in told.items() if flag in held)


def in_words(flags: Iterable[str]) -> tuple[str, ...]:
    """Return what flags tell, in words, why a reading is not ``high`` first; an unknown flag is told as it is."""
    kept = tuple(flags)
    rest = [SIGNS[flag].words if flag in SIGNS else flag for flag in kept]
    first = reasons(kept)
    return (*first, *(words for words in rest if words not in first))
