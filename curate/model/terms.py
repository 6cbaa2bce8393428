"""The closed lists of ``schemas/``, read once.

Each list is defined in one JSON file; the SQL repeats it in a CHECK and a test holds the two together.
"""

from __future__ import annotations

import json
from functools import cache

from curate import resources


@cache
def labels(name: str) -> dict[str, str]:
    """Return code → label of the closed list `name`, in its order."""
    values = json.loads(resources.text("schemas", f"{name}.json"))["values"]
    return {value["code"]: value["label"] for value in values}


@cache
def codes(name: str) -> tuple[str, ...]:
    """Return the codes of the closed list `name`, in its order."""
    return tuple(labels(name))


LOG_SCALE = frozenset({"RR", "OR", "PETO", "IRR", "ROM", "HR"})
"""Measures whose yi and vi are on the log scale; their estimates are printed back-transformed."""
