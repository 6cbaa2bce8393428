"""What no request passes by, and that no route answers nonsense with a bug."""

from __future__ import annotations

import itertools
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Client, Response

from curate import resources
from curate.errors import Refused
from curate.review import Review
from curate.web.app import create_app
from curate.web.desk import Desk
from curate.web.serve import ADDRESS, listen
from tests.web.conftest import Served, Serving

DEMO = Path(str(resources.folder("demo")))
NONSENSE = (
    "",
    "0",
    "-1",
    "1" * 30,
    "nothing",
    "..%2F..%2Freview.db",
    "%00",
    "<script>",
    "=cmd|'/c'!A1",
    "ü",
    "a" * 300,
)
PART = re.compile(r"\{[^}]+\}")


@pytest.fixture
def served(serving: Serving, tmp_path: Path) -> Served:
    """A review of one report whose file has a hostile name."""
    hostile = tmp_path / "<img src=x onerror=alert(1)>.pdf"
    hostile.write_bytes((DEMO / "keilp-2021.pdf").read_bytes())
    with Review.create(tmp_path / "r", "<script>alert(1)</script>", "ann") as review:
        review.reports.add([hostile])
    return serving(tmp_path / "r", "ann")


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    """Somebody who came by the start link."""
    with Client(base_url=served.root, timeout=30) as client:
        assert client.get(served.link, follow_redirects=True).status_code == 200
        yield client


def writing(client: Client) -> dict[str, str]:
    """Return the headers of a write that the page itself would send."""
    token = re.search(r'name="curate-token" content="([^"]+)"', client.get("/reports").text)
    assert token
    return {"origin": str(client.base_url).rstrip("/"), "x-curate-token": token[1]}


def test_a_start_link_works_once(served: Served) -> None:
    link = served.link
    with Client() as one, Client() as two:
        answer = one.get(link)
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert two.get(link).status_code == 403


def test_two_pages_in_one_browser_leave_each_other_in_peace(serving: Serving, tmp_path: Path) -> None:
    pages = []
    for name in ("one", "two"):
        Review.create(tmp_path / name, name, "ann").close()
        pages.append(serving(tmp_path / name, "ann"))
    with Client(timeout=30, follow_redirects=True) as browser:
        for page in pages:
            assert browser.get(page.link).status_code == 200
        for page, name in zip(pages, ("one", "two"), strict=True):
            shown = browser.get(f"{page.root}/setup")
            assert shown.status_code == 200
            assert f'<span class="review-title">{name}</span>' in shown.text
        again = browser.get(pages[0].root + "/start?word=used")
        assert again.status_code == 200
        assert again.url.path == "/setup"


def test_a_browser_that_is_not_known_is_told_what_to_do(served: Served) -> None:
    with Client(base_url=served.root, headers={"accept": "text/html"}) as stranger:
        for path in ("/", "/results", "/start?word=used"):
            shown = stranger.get(path)
            assert shown.status_code == 403
            assert shown.headers["content-type"].startswith("text/html")
            assert "end curate serve there (Ctrl C) and start it again" in shown.text
        assert "the link that curate serve has printed" in stranger.get("/").text
    with Client(base_url=served.root) as script:
        assert script.get("/results").headers["content-type"].startswith("text/plain")


def test_a_port_is_free_as_soon_as_its_page_has_ended() -> None:
    first = listen(0)
    port = first.getsockname()[1]
    with socket.create_connection((ADDRESS, port)) as browser:
        kept, _ = first.accept()
        kept.close()  # who closes first keeps the port resting
        assert browser.recv(1) == b""
    first.close()
    second = listen(port)
    with pytest.raises(Refused, match=f"port {port} is taken"):
        listen(port)
    second.close()


def test_another_host_and_no_session_are_refused(served: Served, client: Client) -> None:
    port = served.root.rpartition(":")[2]
    for host in (f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port}.evil.example", f"[::1]:{port}"):
        assert client.get("/reports", headers={"host": host}).status_code == 421
    with Client(base_url=served.root) as stranger:
        for path in (
            "/",
            "/setup",
            "/reports",
            "/extract",
            "/reconcile",
            "/results",
            "/ledger",
            "/me",
            "/nothing",
        ):
            assert stranger.get(path).status_code == 403


@pytest.mark.parametrize("spoilt", ["origin", "x-curate-token"])
def test_a_write_needs_the_origin_and_the_token(client: Client, spoilt: str) -> None:
    good = writing(client)
    wrong = {"origin": "http://evil.example", "x-curate-token": "guessed"}
    without = {name: value for name, value in good.items() if name != spoilt}
    for headers in (without, good | {spoilt: wrong[spoilt]}):
        assert client.post("/me", json={"name": "eve"}, headers=headers).status_code == 403
    assert client.post("/me", json={"name": "bob"}, headers=good).status_code == 200


def test_every_answer_says_that_nothing_foreign_runs(served: Served, client: Client) -> None:
    with Client(base_url=served.root) as nobody:
        stranger = nobody.get("/")
    answers = [
        client.get("/reports"),
        client.get("/nothing"),
        client.get("/static/page.mjs"),
        client.get("/reports", headers={"host": "evil.example"}),
        client.post("/me", json={}),
        stranger,
    ]
    assert [each.status_code for each in answers] == [200, 404, 200, 421, 403, 403]
    for answer in answers:
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_hostile_names_stay_text(client: Client) -> None:
    setup = ("/setup", "/setup/studies", "/setup/work", "/setup/labels")
    for path in ("/reports", "/extract", "/ledger", "/results", *setup):
        text = client.get(path, follow_redirects=True).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in client.get("/reports").text


def test_only_registered_files_are_served(client: Client) -> None:
    for name in ("../review.db", "..%2F..%2Freview.db", "0" * 64, "review.db"):
        assert client.get(f"/pages/{name}.pdf").status_code == 404
        assert client.get(f"/static/{name}").status_code == 404


def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    answer = client.post("/me", content=b" " * 1_000_001, headers=writing(client))
    assert answer.status_code == 413


def test_no_route_answers_nonsense_with_a_bug(served: Served, client: Client) -> None:
    app = create_app(Desk(served.desk.folder), ["x"])
    headers = writing(client)
    bodies = (
        b"",
        b"[]",
        b"{",
        b'{"name": 3}',
        b'{"cells": [], "block": "results"}',
        b'{"sure": true, "take": -1}',
    )
    tried = 0
    for route in app.routes:
        methods, path = getattr(route, "methods", None) or (), getattr(route, "path", "")
        if "/events" in path or path == "/start":
            continue
        for nonsense in NONSENSE if "{" in path else ("",):
            address = PART.sub(nonsense.replace("\\", ""), path)
            every = bodies if nonsense in ("", "nothing") else bodies[:1]
            for method, body in itertools.product(sorted(methods), every):
                if method != "POST" and body:
                    continue
                answer = _ask(client, method, address, body, headers)
                assert answer.status_code < 500, (method, address, body, answer.text[:300])
                tried += 1
    assert tried > 200


def _ask(client: Client, method: str, address: str, body: bytes, headers: dict[str, str]) -> Response:
    query = "?box=1,x&level=oops&without=%3C&before=zz&study=%00&record=1" if method == "GET" else ""
    return client.request(method, address + query, content=body or None, headers=headers)
