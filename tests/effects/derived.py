"""Effects derived from records, as tests ask for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curate.effects.derive import Derivation
from curate.model.effect import Effect
from curate.model.protocol import Protocol
from curate.model.record import Record, Study

CORRELATION = (("correlation", "0.5"), ("correlation_low", "0.3"), ("correlation_high", "0.8"))
CROSSOVER = [Study("s1", "Zarate 2012", design="crossover")]


def with_comparison(protocol: Protocol, **changes: Any) -> Protocol:
    return replace(protocol, comparisons=(replace(protocol.comparisons[0], **changes),))


def md(protocol: Protocol, *options: tuple[str, str], **changes: Any) -> Protocol:
    return with_comparison(protocol, measure="MD", options=options, **changes)


def only(derivation: Derivation) -> Effect:
    assert len(derivation.effects) == 1
    return derivation.effects[0]


def codes(derivation: Derivation) -> list[str]:
    return [problem.code for problem in derivation.problems]


def options(effect: Effect) -> dict[str, str]:
    return dict(effect.options)


@pytest.fixture
def arms(result: Any) -> list[Record]:
    return [
        *result("s1", "ketamine", n="20", mean="12.5", sd="6.1"),
        *result("s1", "placebo", n="22", mean="16.0", sd="7.3"),
    ]


@pytest.fixture
def control(result: Any) -> list[Record]:
    return result("s1", "placebo", n="16", mean="15", sd="4")


def periods(result: Any, **difference: str) -> list[Record]:
    """Elbourne 2002 as in Handbook 5.1, 16.4.6: ten people, 7.0 (2.38) and 6.5 (2.21)."""
    both = {"period": "both", "n": "10"}
    records = [
        *result("s1", "ketamine", **both, mean="7.0", sd="2.38"),
        *result("s1", "placebo", **both, mean="6.5", sd="2.21"),
    ]
    if difference:
        records += result("s1", "ketamine", "placebo", **both, md="0.5", **difference)
    return records
