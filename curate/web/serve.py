"""Running the page on this machine."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from curate.errors import Refused
from curate.review import Review
from curate.web.app import create_app
from curate.web.desk import Desk
from curate.web.reconcile import begin

ADDRESS = "127.0.0.1"
FIRST_PORT = 8765
"""Tried first, so that a bookmark stays good; else any free one."""


def serve(
    folder: Path,
    name: str,
    *,
    port: int | None = None,
    browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the review in `folder` until it is interrupted.

    Parameters
    ----------
    name
        Who acts; the page asks where it is empty.
    port
        `FIRST_PORT` or another free one where it is not given.

    Raises
    ------
    NotAReview, ProtocolError, StoreError
        When the review cannot be opened.
    Refused
        When the port is taken.
    """
    with Review.open(folder, name or None) as review:
        home = review.home.folder
    listener = listen(port)
    taken = listener.getsockname()[1]
    desk = Desk(home)
    app = create_app(desk, [f"{ADDRESS}:{taken}", f"localhost:{taken}"], name)
    begin(desk, name)
    link = f"http://{ADDRESS}:{taken}/start?word={desk.sessions.invite()}"
    say(f"{home.name} is at {link}")
    say("the link works once, for this browser; stop with Ctrl C")
    if browser:
        webbrowser.open(link)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        desk.close()


def listen(port: int | None) -> socket.socket:
    """Return a socket on this machine's own address.

    Raises
    ------
    Refused
        When the port is taken.
    """
    for wanted in (port,) if port is not None else (FIRST_PORT, 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.bind((ADDRESS, wanted))
            listener.listen(128)  # a browser that is quicker than the server waits for it
        except OSError:
            listener.close()
            continue
        return listener
    raise Refused(f"port {port} is taken", "give another one: --port, or none for a free one")
