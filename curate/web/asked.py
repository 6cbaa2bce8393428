"""One request as the views see it, and what they answer with."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from curate import __version__
from curate.errors import NotSealed, Refused
from curate.review import Review
from curate.review.accounts import ROLES as ACCOUNT_ROLES
from curate.web.desk import Desk
from curate.web.render import KEYS, PLACES, environment
from curate.web.sessions import Session

MUST_BE = {
    str: "a text",
    int: "a whole number",
    dict: "an object",
    list: "a list",
    bool: "true or false",
}

ROLES = tuple(ACCOUNT_ROLES)
EXTRACTING = ROLES[: ROLES.index("extractor") + 1]
DECIDING = ROLES[: ROLES.index("adjudicator") + 1]
LEADING = ROLES[: ROLES.index("lead") + 1]
"""Who may do what; the first may all."""


@dataclass(slots=True)
class Asked:
    """A request with the review opened for it.

    Attributes
    ----------
    session
        Who asks.
    data
        The JSON object of a write; empty for a read.
    """

    desk: Desk
    request: Request
    session: Session
    review: Review
    data: dict[str, Any] = field(default_factory=dict)

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def query(self, name: str, default: str = "") -> str:
        """Return a word of the query."""
        return self.request.query_params.get(name, default)

    def given(self, name: str, kind: type, default: Any = None) -> Any:
        """Return a value of the data.

        Raises
        ------
        Refused
            When it is of another kind, or missing without a default.
        """
        value = self.data.get(name, default)
        if value is default and default is not None:
            return value
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Refused(f"{name!r} must be {MUST_BE[kind]}", "reload the page and try again")
        return value

    def text(self, name: str, default: str | None = "") -> str:
        """Return a text of the data."""
        return str(self.given(name, str, default))

    def texts(self, name: str) -> list[str]:
        """Return a list of texts of the data, empty when it is missing.

        Raises
        ------
        Refused
            When it holds anything else.
        """
        values: list[str] = self.given(name, list, [])
        if not all(isinstance(each, str) for each in values):
            raise Refused(f"{name!r} must be a list of texts", "reload the page and try again")
        return values

    def html(self, template: str, **words: Any) -> HTMLResponse:
        """Return a page made of a template."""
        page = environment().get_template(template)
        return HTMLResponse(
            page.render(
                title=self.review.protocol.title,
                me=self.session.name,
                role=self.session.role,
                token=self.session.token,
                team=self.desk.team,
                places=PLACES,
                keys=KEYS,
                version=__version__,
                **words,
            )
        )

    @staticmethod
    def fragment(template: str, words: Mapping[str, Any]) -> HTMLResponse:
        """Return a part of a page made of a template."""
        return HTMLResponse(environment().get_template(template).render(words))

    @staticmethod
    def json(content: Any) -> JSONResponse:
        """Return JSON; what has no JSON form, such as NaN, is a bug."""
        return JSONResponse(content)

    def require(self, *roles: str) -> None:
        """Refuse what the role of the session does not allow.

        Raises
        ------
        HTTPException
            With status 403.
        """
        if self.session.role not in roles:
            raise HTTPException(403, f"this is for: {', '.join(roles)}; you are {self.session.role}")

    def require_sight(self) -> None:
        """Refuse what shows others' numbers to somebody who may still have to extract.

        Raises
        ------
        NotSealed
            For an extractor, as long as a study is not sealed by all who read it.
        """
        if self.is_blind and (left := self.review.sheets.closed()):
            studies = f"{len(left)} {'study' if len(left) == 1 else 'studies'}"
            raise NotSealed(
                f"extractors see this when everything is sealed; {studies} are not yet",
                "your own work is under Extract",
                left[:20],
            )

    @property
    def is_blind(self) -> bool:
        """Whether others' numbers are kept from this person until the seals."""
        return self.desk.team and self.session.role == "extractor"


View = Callable[[Asked], Response]


def read(
    desk: Desk, path: str, view: View, *, roles: tuple[str, ...] = ROLES, sighted: bool = False
) -> Route:
    """Return the route of a page or of data.

    Parameters
    ----------
    sighted
        It shows what others read; see `Asked.require_sight`.
    """

    def seen(asked: Asked) -> Response:
        if sighted:
            asked.require_sight()
        return view(asked)

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_call, desk, request, seen, {}, roles)

    return Route(path, answer, methods=["GET"], name=view.__name__)


def write(desk: Desk, path: str, view: View, *, roles: tuple[str, ...]) -> Route:
    """Return the route of an act: its body is a JSON object."""

    async def answer(request: Request) -> Response:
        data = json_object(await request.body())
        return await run_in_threadpool(_call, desk, request, view, data, roles)

    return Route(path, answer, methods=["POST"], name=view.__name__)


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object that the body of a write must be; `HTTPException` with status 400 otherwise."""
    try:
        data = json.loads(body or b"{}", parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is no JSON") from None
    if not isinstance(data, dict):
        raise HTTPException(400, "the body is no JSON object")
    return data


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _call(
    desk: Desk, request: Request, view: View, data: dict[str, Any], roles: tuple[str, ...]
) -> Response:
    session: Session = request.state.session
    with desk.review(session.name) as review:
        asked = Asked(desk, request, session, review, data)
        asked.require(*roles)
        return view(asked)
