"""The words for those whom a trial counts, each list one alternative of a pattern, in small letters."""

from __future__ import annotations

_ALWAYS_MANY = (
    r"people|children|neonates|newborns|women|men|girls|boys|mothers|eyes|cases|users|respondents|residents"
    r"|pts|households|veterans|smokers|couples|knees|hips|teeth"
)
_ONE_OR_MANY = (
    "patient",
    "subject",
    "participant",
    "person",
    "individual",
    "adult",
    "infant",
    "student",
    "volunteer",
    "adolescent",
)
_IN_SENTENCES = r"callers|employees|workers|parents|clients"
"""They may be what a table is about as well: "Parents", beside children."""
PEOPLE = rf"(?:{'|'.join(f'{word}s?' for word in _ONE_OR_MANY)}|{_ALWAYS_MANY}|{_IN_SENTENCES})"
"""One or more of them, as a sentence counts them: "1 patient", "12 women"."""
MANY_PEOPLE = rf"(?:{'|'.join(f'{word}s' for word in _ONE_OR_MANY)}|{_ALWAYS_MANY})"
"""Several of them, as a label names a group: "Number of patients", and not "person-years"."""
