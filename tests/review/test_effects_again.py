"""`curate verify` computes every stored effect again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from curate.effects import derive
from curate.effects.measures import Estimates
from curate.review import Review
from curate.store.results import stored_effects

Opener = Callable[[str], Review]


def test_a_stored_effect_that_does_not_come_out_again_is_named(
    reopen: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = reopen("ann")
    ann.home.set_protocol((ann.home.folder / "review.toml").read_text(encoding="utf-8"))
    ann.decisions.accept_rounding("lead")
    made = [effect for effect in ann.results.effects() if not effect.left_out]
    stored = stored_effects(ann.home.connection, ann.home.protocol.version)
    assert made
    assert {effect.id for effect in made} <= {effect.id for effect in stored}
    assert ann.checks.verify(quotes=False).problems == ()

    right = derive.estimates

    def wider(*given: Any) -> Estimates:
        yi, vi = right(*given)
        return Estimates(yi, vi * (1 + 1e-9))

    monkeypatch.setattr(derive, "estimates", wider)
    problems = ann.checks.verify(quotes=False).problems
    assert {problem.code for problem in problems} == {"effect_not_reproduced"}
    assert {problem.study for problem in problems} == {effect.study for effect in made}
