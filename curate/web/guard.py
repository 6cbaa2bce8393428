"""What no request passes by: the host, the session, the origin and token of writes, sizes, and headers."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from curate.web.render import render_error
from curate.web.sessions import Session, Sessions, cookie_of

TOKEN = "x-curate-token"

MOST_BYTES = 1_000_000
MOST_UPLOAD = 200_000_000
"""Bytes of the body of a request, and of an uploaded file."""

NO_SESSION = (
    "Open the link that curate serve has printed in its terminal. It works once, for ten minutes, in one browser.",
    "If it was used before, end curate serve there (Ctrl C) and start it again: it prints a new link, and nothing that "
    "was entered is lost.",
    "Stay in the browser that opened it. A private window, another browser and twelve hours without a click need a new "
    "link.",
)
"""What to do at a page that does not know the browser."""

READS = ("GET", "HEAD")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class TooLarge(Exception):
    """The body of a request is larger than it may be."""


class Guard:
    """ASGI middleware around the whole application.

    Parameters
    ----------
    hosts
        Exact values of the Host header; any other is answered with 421, so that no name that is made to point
        at this machine (DNS rebinding) reaches the page.
    open_paths
        Beginnings of paths that need no session.
    """

    def __init__(
        self,
        app: ASGIApp,
        sessions: Sessions,
        hosts: Collection[str],
        open_paths: tuple[str, ...],
        entrance: str,
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"{kind}://{host}" for host in hosts for kind in ("http", "https"))
        self._open_paths = open_paths
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answered.setdefault(name, value)
                answered.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, marked)
            return
        limit = MOST_UPLOAD if scope["path"] == "/reports" else MOST_BYTES
        try:
            await self._app(scope, _limited(receive, limit), marked)
        except TooLarge:
            await PlainTextResponse("too large", 413)(scope, receive, marked)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the answer to a request that goes no further; leave the session of others in the scope."""
        if headers.getlist("host") == [] or headers["host"] not in self._hosts:
            return PlainTextResponse("this host is not served here", 421)
        session = self._session(headers)
        scope.setdefault("state", {})["session"] = session
        path, method = scope["path"], scope["method"]
        is_open = path.startswith(self._open_paths)
        if method not in READS and not self._is_own(headers, session, is_open):
            return PlainTextResponse("this request did not come from the page", 403)
        if session is None and not is_open:
            if method == "GET" and self._entrance and "text/html" in headers.get("accept", ""):
                return RedirectResponse(self._entrance, 303)
            if method == "GET" and "text/html" in headers.get("accept", ""):
                return HTMLResponse(
                    render_error(403, "this browser is not known here", "", NO_SESSION), 403
                )
            return PlainTextResponse(
                "sign in again" if self._entrance else " ".join(NO_SESSION[:2]), 403
            )
        return None

    def _session(self, headers: Headers) -> Session | None:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return None
        held = cookies.get(cookie_of(headers["host"]))
        return self._sessions.find(held.value) if held else None

    def _is_own(self, headers: Headers, session: Session | None, is_open: bool) -> bool:
        """Tell whether a write comes from a page of ours: by its origin, and by the session's token."""
        if headers.get("origin") not in self._origins:
            return False
        if session is None:
            return is_open
        return hmac.compare_digest(headers.get(TOKEN, "").encode(), session.token.encode())


def _limited(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooLarge
        return message

    return limited
