"""Running the page on this machine."""

from __future__ import annotations

import os
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import uvicorn

from curate.errors import Refused
from curate.review import Review
from curate.review.accounts import Accounts
from curate.web.app import create_app
from curate.web.desk import Desk
from curate.web.reconcile import begin
from curate.web.render import many

ADDRESS = "127.0.0.1"
FIRST_PORT = 8765
"""Tried first, so that a bookmark stays good; else any free one."""


def serve(
    folder: Path,
    name: str,
    *,
    port: int | None = None,
    browser: bool = True,
    team: bool = False,
    address: str = "",
    say: Callable[[str], None] = print,
) -> None:
    """Serve the review in `folder` until it is interrupted.

    Parameters
    ----------
    name
        Who acts; the page asks where it is empty. In a team without accounts: who leads it.
    port
        `FIRST_PORT` or another free one where it is not given.
    team
        People have accounts and sign in.
    address
        Of a team's page as people reach it through a proxy or a tunnel, such as ``https://review.example.org``.

    Raises
    ------
    NotAReview, ProtocolError, StoreError
        When the review cannot be opened.
    Refused
        When the port is taken, the address is none, or nobody can sign in and no name is given.
    """
    with Review.open(folder, name or None) as review:
        home = review.home.folder
        if team:
            say(f"{review.protocol.title}: {many(len(review.accounts.all()), 'account')}")
    public = _public(address)
    listener = listen(port)
    taken = listener.getsockname()[1]
    hosts = [f"{ADDRESS}:{taken}", f"localhost:{taken}", *([public.netloc] if public else [])]
    desk = Desk(home, team=team, secure=public is not None and public.scheme == "https")
    root = address.rstrip("/") or f"http://{ADDRESS}:{taken}"
    link = root + (entrance(desk.accounts, name) if team else f"/start?word={desk.sessions.invite()}")
    app = create_app(desk, hosts, name)
    begin(desk, name)
    say(f"{home.name} is at {link}")
    say(_how(link, taken, public is not None))
    if browser:
        webbrowser.open(link)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        desk.close()


def _how(link: str, port: int, public: bool) -> str:
    once = "the link works once, for this browser; " if "?word=" in link else ""
    behind = f"it listens on {ADDRESS}:{port} only; " if public else ""
    return f"{once}{behind}stop with Ctrl C"


def entrance(accounts: Accounts, name: str) -> str:
    """Return the path at which a team begins: the login, or the invitation of its first lead.

    Raises
    ------
    Refused
        When nobody can sign in and no name is given.
    """
    held = accounts.all()
    if any(account.chosen and account.role == "lead" for account in held):
        return "/"
    if not name:
        raise Refused("nobody leads this team yet", "say who you are: --as NAME")
    known = {account.name: account.role for account in held}
    if known.get(name, "lead") != "lead":
        raise Refused(f"{name} is no lead", "curate account role NAME lead")
    word = accounts.invite(name) if name in known else accounts.add(name, "lead")
    return f"/welcome?word={word}"


def _public(address: str) -> SplitResult | None:
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise Refused(f"{address!r} is no address", "give one such as https://review.example.org")
    return parts


def listen(port: int | None) -> socket.socket:
    """Return a socket on this machine's own address.

    Raises
    ------
    Refused
        When the port is taken.
    """
    for wanted in (port,) if port is not None else (FIRST_PORT, 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if (
            os.name == "posix"
        ):  # else a port rests for a minute after its page has ended; Windows would share it
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, wanted))
            listener.listen(128)  # a browser that is quicker than the server waits for it
        except OSError:
            listener.close()
            continue
        return listener
    raise Refused(f"port {port} is taken", "give another one: --port, or none for a free one")
