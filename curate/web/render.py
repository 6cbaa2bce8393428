"""Pages from templates. Text of PDFs, titles and file names is escaped always: nothing here marks text as safe."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from curate.plots.numbers import number

PLACES = (
    ("setup", "/setup", "Set-up"),
    ("reports", "/reports", "Reports"),
    ("extract", "/extract", "Extract"),
    ("reconcile", "/reconcile", "Reconcile"),
    ("check", "/check", "Check"),
    ("results", "/results", "Results"),
    ("ledger", "/ledger", "Ledger"),
)
"""Views: name, path and title; their keys are g and the first letter (of Reconcile c, of Check k, of Results o)."""

KEYS = {
    "setup": "s",
    "reports": "r",
    "extract": "e",
    "reconcile": "c",
    "check": "k",
    "results": "o",
    "ledger": "l",
}


@cache
def environment() -> Environment:
    """Return the templates."""
    made = Environment(
        loader=PackageLoader("curate.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["plain"] = plain
    made.filters["many"] = many
    made.filters["percent"] = percent
    made.filters["figure"] = number
    return made


def plain(text: str) -> str:
    """Return text without control characters."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text)


def many(count: int, noun: str, several: str = "") -> str:
    """Return a number with its noun."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def percent(share: float | None) -> str:
    """Return a percentage, a dash where there is none."""
    return "–" if share is None else f"{share:.1f}%"


def render_error(status: int, what: str, hint: str, details: tuple[str, ...] = ()) -> str:
    """Return the page of an error."""
    return (
        environment()
        .get_template("error.html")
        .render(status=status, what=what, hint=hint, details=details)
    )
