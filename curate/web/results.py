"""Results: forest plots whose studies lead down to the page, and controls that pool again at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from curate.effects.options import INTERVALS, METHODS, PREDICTIONS, merged_options
from curate.errors import CurateError
from curate.model.effect import Effect
from curate.model.scale import estimate_in_words
from curate.plots.numbers import number, p_value
from curate.plots.rows import forest_rows, printed
from curate.pool.in_words import formula_in_words
from curate.review.results import Estimate
from curate.store.trace import Step
from curate.web.asked import DECIDING, Asked, read, write
from curate.web.desk import Desk
from curate.web.forest import drawn
from curate.web.pages import address, spot_of

OPTIONS = ("method", "ci", "level", "prediction")


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    return [
        read(desk, "/results", first, sighted=True),
        read(desk, "/results/{comparison}", results, sighted=True),
        read(desk, "/results/{comparison}/forest", figure, sighted=True),
        read(desk, "/results/{comparison}/funnel.svg", funnel, sighted=True),
        read(desk, "/results/{comparison}/effect/{study}", effect, sighted=True),
        write(desk, "/results/{comparison}/store", store, roles=DECIDING),
        read(desk, "/trace/{id}", trace, sighted=True),
    ]


def first(asked: Asked) -> Response:
    """Show the results of the first comparison."""
    known = asked.review.protocol.comparisons
    if not known:
        return asked.html("results_none.html", here="results")
    return _results(asked, known[0].code)


def results(asked: Asked) -> Response:
    """Show the results of one comparison."""
    return _results(asked, asked.path("comparison"))


def _results(asked: Asked, code: str) -> Response:
    review = asked.review
    words = _figure(asked, code)
    comparison = next(each for each in review.protocol.comparisons if each.code == code)
    options = merged_options(review.protocol, comparison)
    return asked.html(
        "results.html",
        here="results",
        comparisons=review.protocol.comparisons,
        methods=METHODS,
        intervals=INTERVALS,
        predictions=PREDICTIONS,
        options=options,
        waiting=review.results.waiting(),
        may_store=asked.session.role in DECIDING,
        **words,
    )


def figure(asked: Asked) -> Response:
    """Give the forest plot and the numbers for the controls as they stand."""
    words = _figure(asked, asked.path("comparison"))
    return asked.fragment("figure.html", words)


def effects_of(asked: Asked) -> tuple[Effect, ...]:
    """Return the effects of all comparisons."""
    results = asked.review.results
    return asked.desk.of_state("effects", asked.review, lambda: tuple(results.derivation().effects))


def _estimate(asked: Asked, code: str) -> Estimate:
    options = {name: asked.query(name) for name in OPTIONS if asked.query(name)}
    without = asked.request.query_params.getlist("without")
    return asked.review.results.preview(code, effects_of(asked), without=without, options=options)


def _figure(asked: Asked, code: str) -> dict[str, Any]:
    """Return what is shown of a comparison: its plot and numbers, or why there is none."""
    words: dict[str, Any] = {"code": code, "query": asked.request.url.query, "why": "", "plot": None}
    words |= {"facts": [], "studies": [], "bad": False}
    without = set(asked.request.query_params.getlist("without"))
    try:
        made = _estimate(asked, code)
    except CurateError as error:
        if code not in {each.code for each in asked.review.protocol.comparisons}:
            raise
        return words | {"why": f"{error.what}: {error.hint}" if error.hint else error.what, "bad": True}
    everything = (*made.effects, *made.left_out)
    words["studies"] = [
        {
            "id": _name(each),
            "name": each.label,
            "on": not each.left_out,
            "why": each.left_out,
            "can": not each.left_out or _name(each) in without,
        }
        for each in sorted(everything, key=lambda effect: effect.label)
    ]
    if made.pooled is None:
        return words | {"why": made.why}
    plot = forest_rows(made.pooled, everything, asked.review.protocol)
    by_id = {each.id: each for each in made.effects}
    links = [f"/results/{code}/effect/{_name(by_id[name])}" for name in made.pooled.effects]
    return words | {"plot": drawn(plot, links), "facts": _facts(made, plot.log)}


def _name(effect: Effect) -> str:
    """Return what an effect goes by in addresses: its study, or its own id where the study has several."""
    return effect.id if effect.arms else effect.study


def _facts(made: Estimate, log: bool) -> list[tuple[str, str]]:
    """Return the numbers of an estimate, with their names."""
    pooled = made.pooled
    assert pooled is not None
    found = [
        (pooled.measure, printed(pooled.estimate, pooled.ci_low, pooled.ci_high, log)),
        ("test of the effect", p_value(pooled.p)),
        ("studies", str(pooled.studies)),
        ("tau²", number(pooled.tau2, 4)),
        ("I²", f"{pooled.i2:.1f}%"),
        ("Q", f"{pooled.q:.2f}" + (f", {p_value(pooled.q_p)}" if pooled.q_p is not None else "")),
    ]
    return found + [("note", str(warning)) for warning in pooled.warnings]


def funnel(asked: Asked) -> Response:
    """Give the funnel plot."""
    from curate.plots.scatter import funnel as draw

    made = _estimate(asked, asked.path("comparison"))
    if made.pooled is None:
        raise HTTPException(404, made.why)
    with tempfile.TemporaryDirectory() as place:
        path = draw(made.as_studies(), Path(place) / "funnel.svg")
        return picture(path.read_bytes())


def picture(svg: bytes) -> Response:
    """Return a drawn plot; nothing in it runs, whatever a study is called."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return Response(svg, media_type="image/svg+xml", headers={"content-security-policy": policy})


def store(asked: Asked) -> Response:
    """Store the estimate as the protocol says it, for the trace, the ledger and the exports."""
    (made,) = asked.review.results.pool(asked.path("comparison"))
    return asked.json({"id": made.id, "why": made.why})


def effect(asked: Asked) -> Response:
    """Show what one effect was made of: its formula, its records, and their places."""
    code, study = asked.path("comparison"), asked.path("study")
    found = next((e for e in effects_of(asked) if (e.comparison, _name(e)) == (code, study)), None)
    if found is None:
        raise HTTPException(404, "this study has no effect in this comparison")
    steps = asked.review.traces.trace_each(each.record for each in found.inputs)
    below = list(zip(found.inputs, steps, strict=True))
    words: dict[str, str] = {"formula": formula_in_words(found)}
    if found.yi is not None:
        shown, _, analysis = estimate_in_words(found.measure, found.yi, found.vi).partition(" (")
        words |= {"shown": shown, "analysis": f"({analysis}"}
    return asked.html(
        "effect.html", here="results", effect=found, below=below, place=_place(asked), **words
    )


def address_of_effect(asked: Asked, code: str, study: str) -> str:
    """Return where the effect of a study in a comparison is shown; empty where it has none, or several."""
    held = [e for e in effects_of(asked) if (e.comparison, e.study) == (code, study)]
    return f"/results/{code}/effect/{_name(held[0])}" if len(held) == 1 else ""


def trace(asked: Asked) -> Response:
    """Show the way down from any id to the page."""
    step = asked.review.traces.trace(asked.path("id"))
    return asked.html("trace.html", here="results", step=step, place=_place(asked))


def _place(asked: Asked) -> Callable[[Step], str]:
    """Return what gives the address of the place of a piece of evidence; empty where it stands nowhere to be seen."""

    def place(step: Step) -> str:
        evidence = step.evidence
        return address(evidence.report, *spot_of(asked, evidence)) if evidence else ""

    return place
