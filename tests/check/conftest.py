"""What the rules say of records."""

from __future__ import annotations

from typing import Any

import pytest

from curate.check.rules import check_records
from curate.model.problem import Problem
from curate.model.protocol import Protocol
from curate.model.record import Record, Study


@pytest.fixture
def found(protocol: Protocol) -> Any:
    """Return the codes that the rules on records report."""

    def run(*results: list[Record], studies: tuple[Study, ...] = ()) -> list[Problem]:
        records = [record for records in results for record in records]
        return check_records(records, studies, protocol)

    return run


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]
