"""What Set-up refuses, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from httpx import Client, Response

from curate.review import Review
from curate.web.guard import COOKIE
from tests.web.conftest import Served, Serving

As = Callable[..., "Somebody"]


class Somebody:
    """A person at the page, in a role."""

    def __init__(self, client: Client, token: str) -> None:
        self.client, self._token = client, token

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def post(self, path: str, data: dict[str, Any]) -> Response:
        origin = str(self.client.base_url).rstrip("/")
        return self.client.post(
            path, json=data, headers={"origin": origin, "x-curate-token": self._token}
        )


@pytest.fixture
def served(serving: Serving, tmp_path: Path) -> Served:
    Review.create(tmp_path / "r", "Ketamine", "ann").close()
    return serving(tmp_path / "r", "ann")


@pytest.fixture
def acting(served: Served) -> Iterator[As]:
    with ExitStack() as stack:

        def begin(name: str = "ann", role: str = "lead") -> Somebody:
            session = served.desk.sessions.begin(name, role)
            client = Client(base_url=served.root, timeout=30, cookies={COOKIE: session.id})
            return Somebody(stack.enter_context(client), session.token)

        yield begin


def text_of(served: Served) -> str:
    return (served.desk.folder / "review.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("role", ["extractor", "adjudicator", "reader"])
def test_only_a_lead_changes_the_protocol(acting: As, served: Served, role: str) -> None:
    bob = acting("bob", role)
    before = text_of(served)
    page = bob.get("/setup")
    assert page.status_code == 200
    assert 'id="save"' not in page.text
    form = bob.get("/setup/protocol.json").json()
    form["entries"]["review"][0]["title"] = "Mine"
    answer = bob.post("/setup/protocol", {"version": form["version"], "entries": form["entries"]})
    assert answer.status_code == 403
    assert text_of(served) == before


def test_a_form_with_mistakes_names_their_fields(acting: As, served: Served) -> None:
    ann, before = acting(), text_of(served)
    form = ann.get("/setup/protocol.json").json()
    form["entries"]["timepoint"][0]["from_days"] = "two"
    form["entries"]["arm"][0]["code"] = "ket amine"
    answer = ann.post("/setup/protocol", {"version": form["version"], "entries": form["entries"]})
    assert answer.status_code == 400
    places = {tuple(each[:3]) for each in answer.json()["mistakes"]}
    assert {("timepoint", 0, "from_days"), ("arm", 0, "code")} <= places
    assert text_of(served) == before


def test_a_form_of_an_earlier_version_is_refused(acting: As, served: Served) -> None:
    ann, bob = acting(), acting("bob")
    form = ann.get("/setup/protocol.json").json()
    form["entries"]["review"][0]["title"] = "Bob's"
    sent = {"version": form["version"], "entries": form["entries"]}
    assert bob.post("/setup/protocol", sent).status_code == 200
    form["entries"]["review"][0]["title"] = "Ann's"
    answer = ann.post("/setup/protocol", sent)
    assert answer.status_code == 409
    assert ann.get("/setup/protocol.json").json()["title"] == "Bob's"


@pytest.mark.parametrize(
    "entries",
    [{"arm": 3}, {"arm": [3]}, {"arm": [{"code": 3}]}, {"arm": [{"code": None}]}, {"nothing": []}, {}],
)
def test_what_is_no_form_changes_nothing(acting: As, served: Served, entries: dict[str, Any]) -> None:
    ann, before = acting(), text_of(served)
    version = ann.get("/setup/protocol.json").json()["version"]
    answer = ann.post("/setup/protocol", {"version": version, "entries": entries})
    assert 400 <= answer.status_code < 500
    assert text_of(served) == before
