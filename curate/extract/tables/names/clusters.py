"""Labels and titles that count what people were randomised in, villages or wards, and no people."""

from __future__ import annotations

import re

from curate.parse.people import MANY_PEOPLE

_CLUSTERS = re.compile(
    r"(?i)(?:n|no\.?|numbers?)(?: of)? (?:villages?|clusters?|households?|schools?|class(?:es|rooms?)|clinics?"
    r"|practices?|hospitals?|wards?|communit(?:y|ies)|cent(?:re|er)s|sites|famil(?:y|ies)|nursing homes)"
    r"(?:(?P<end>\W*$)|\b)"
)


def counts_clusters(label: str) -> bool:
    """Whether a row counts what people were randomised in, nobody with an event: "N schools", "No. of wards"."""
    match = _CLUSTERS.match(label)
    return match is not None and match["end"] is not None


def heads_clusters(title: str) -> bool:
    """Whether a title is of how many clusters there were: "Number of schools from approach to follow-up"."""
    return bool(_CLUSTERS.match(title)) and not _SOME_PEOPLE.search(title)


_SOME_PEOPLE = re.compile(rf"(?i)\b{MANY_PEOPLE}\b")
