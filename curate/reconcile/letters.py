"""The letter to the authors of one study: which numbers are asked for, and where the report leaves them open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from curate.model.reading import Result

WIDTH = 78
"""Characters of a line of running text, as mails are written."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one value stands in the report: ``page 3, Table 2``, and the words there."""

    value: str
    where: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One number that is asked for.

    Attributes
    ----------
    what
        The number in words, as `in_words` gives it; or why a study is left out.
    places
        Where it was read; empty where the report does not seem to give it.
    because
        What may explain the difference between the places.
    """

    what: str
    places: tuple[Place, ...] = ()
    because: tuple[str, ...] = ()


def in_words(statistic: str, result: Result, role: str = "") -> str:
    """Return a number in plain words, by the report's own labels.

    Parameters
    ----------
    statistic
        Its label, such as "standard deviation", or the question of an item.
    role
        Of a number of people: randomised, analysed, completed.
    """
    parts = [f"the {statistic}{f' ({role})' if role else ''}"]
    if result.outcome:
        basis = {"change": ", change from baseline", "baseline": " at baseline"}.get(result.basis, "")
        parts.append(f"of {result.outcome}{basis}")
    if result.arms and result.comparators:
        parts.append(f"between {_listed(result.arms)} and {_listed(result.comparators)}")
    elif result.arms:
        parts.append(f"in the group “{_listed(result.arms)}”")
    if result.timepoint:
        parts.append(f"at “{result.timepoint}”")
    return " ".join(parts)


def _listed(labels: Sequence[str]) -> str:
    return " and ".join(labels)


def letter(review: str, report: str, doi: str, questions: Sequence[Question]) -> str:
    """Return the letter as text, ready for a mail.

    It names nobody: who sends it signs it. It tells neither which value anybody took nor which way a result goes.

    Parameters
    ----------
    review, report, doi
        Title of the review, and title and DOI of the report; the DOI may be empty.
    """
    cited = f"“{report}”{f' (doi:{doi})' if doi else ''}"
    numbers = "one number" if len(questions) == 1 else f"{len(questions)} numbers"
    asked = "\n\n".join(_asked(place, question) for place, question in enumerate(questions, 1))
    opening = (
        f"we are preparing the systematic review “{review}” and would like to use the results of your report "
        f"{cited}. On {numbers} we cannot be sure from the report alone. Could you help us, by writing your answer "
        "below each question?"
    )
    closing = (
        "Pages are counted from the first page of the PDF. If a number cannot be given, please say so: that helps us "
        "as well."
    )
    parts = ("Dear authors,", fill(opening, WIDTH), asked, fill(closing, WIDTH))
    return "\n\n".join((*parts, "With many thanks and kind regards\n[your name, for the review team]\n"))


def _asked(place: int, question: Question) -> str:
    lines = [f"{place}. {question.what[:1].upper()}{question.what[1:]}"]
    if question.places:
        lines += [f"   - {each.value} on {each.where}{_quoted(each.quote)}" for each in question.places]
        ask = (
            "Which is right, or is it another number?" if len(question.places) > 1 else "Is this right?"
        )
        lines += [f"   Could it be this? {sentence}" for sentence in question.because]
        lines.append(f"   {ask}")
    else:
        lines.append("   We did not find it in the report.")
    return "\n".join([*lines, "   Answer: "])


def _quoted(quote: str) -> str:
    return f": “{quote}”" if quote else ""
