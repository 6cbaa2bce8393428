"""A team at one page: signing in, what each role may do, and sixteen people at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from httpx import Client, Response
from starlette.responses import PlainTextResponse

from curate import resources
from curate.errors import Refused
from curate.review import Review
from curate.review.accounts import ROLES, Accounts
from curate.store.readings import person_entries
from curate.web.app import create_app
from curate.web.desk import Desk
from curate.web.serve import entrance
from tests.web.conftest import Served, Serving

DEMO = Path(str(resources.folder("demo")))
SPRINT = Path(__file__).resolve().parents[2] / "fixtures" / "sprint" / "review.toml"
PASSWORD = "four words nobody joins"
PLACE = {"page": 2, "box": None}
SignedIn = Callable[..., Client]


@pytest.fixture
def served(serving: Serving, tmp_path: Path) -> Served:
    """A review of three reports, with an account for each role, and bob as a second extractor."""
    folder = tmp_path / "r"
    with Review.create(folder, "a team", "lea") as review:
        review.home.set_protocol(SPRINT.read_text(encoding="utf-8"))
        review.reports.add([DEMO / f"{name}.pdf" for name in ("keilp-2021", "zhong-2016", "zou-2021")])
        for name, role in (("lea", "lead"), ("ada", "adjudicator"), ("ann", "extractor")):
            review.accounts.accept(review.accounts.add(name, role), PASSWORD)
        for name, role in (("bob", "extractor"), ("rea", "reader")):
            review.accounts.accept(review.accounts.add(name, role), PASSWORD)
    return serving(folder, team=True)


@pytest.fixture
def signed_in(served: Served) -> Iterator[SignedIn]:
    """Sign somebody in; the client sends what the page would send."""
    with ExitStack() as stack:

        def enter(name: str, password: str = PASSWORD) -> Client:
            client = stack.enter_context(Client(base_url=served.root, timeout=60))
            client.headers["origin"] = served.root
            answer = client.post("/login", json={"name": name, "password": password})
            assert answer.status_code == 200, answer.text
            token = re.search(r'name="curate-token" content="([^"]+)"', client.get("/me").text)
            assert token
            client.headers["x-curate-token"] = token[1]
            return client

        yield enter


def study_of(served: Served, name: str) -> str:
    with Review.open(served.desk.folder, "lea") as review:
        return review.studies.find(name).id


def write_mean(client: Client, study: str, value: str) -> Response:
    """Write one mean into the first section of a study's grid."""
    sheet = client.get(f"/extract/{study}/sheet.json").json()
    if not sheet["mode"]:
        sheet = client.post(f"/extract/{study}/begin", json={"mode": "independent"}).json()
    place = {"report": sheet["reports"][0]["id"], **PLACE}
    row = sheet["sections"][0]["rows"][0]
    cells = {"centre": {"text": value, "status": "reported", "place": place}}
    data = {"block": "results", "names": row["names"], "kinds": {}, "cells": cells}
    return client.post(f"/extract/{study}/row", json=data)


def test_who_is_not_signed_in_sees_the_door_only(served: Served) -> None:
    with Client(base_url=served.root) as stranger:
        answer = stranger.get("/reports", headers={"accept": "text/html"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        assert stranger.get("/reports").status_code == 403
        assert stranger.get("/start").status_code in (303, 403, 404)
        assert 'type="password"' in stranger.get("/login").text
        assert stranger.get("/welcome?word=guessed").status_code == 403
        there = {"name": "ann", "password": PASSWORD}
        for origin in ({}, {"origin": "http://evil.example"}):
            assert stranger.post("/login", json=there, headers=origin).status_code == 403
        wrong = stranger.post("/login", json=there | {"password": "x"}, headers={"origin": served.root})
        assert wrong.status_code == 409
        assert "set-cookie" not in wrong.headers


def test_the_cookie_is_kept_from_scripts_and_other_sites(served: Served) -> None:
    with Client(base_url=served.root, headers={"origin": served.root}) as client:
        answer = client.post("/login", json={"name": "ann", "password": PASSWORD})
        cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_page_behind_https_sends_its_cookie_by_https_only(tmp_path: Path) -> None:
    for secure in (True, False):
        desk, answer = Desk(tmp_path, team=True, secure=secure), PlainTextResponse("")
        desk.remember(answer, desk.sessions.begin("ann", "reader"), "review.example.org")
        assert answer.headers["set-cookie"].startswith("curate=")
        assert ("secure" in answer.headers["set-cookie"].lower()) == secure


def test_signing_out_and_changes_of_the_account_end_sessions_at_once(
    served: Served, signed_in: SignedIn
) -> None:
    accounts = Accounts(served.desk.folder)
    ann, elsewhere, bob, rea = (signed_in(name) for name in ("ann", "ann", "bob", "rea"))
    assert ann.post("/me/password", json={"old": "x", "new": "another good one"}).status_code == 409
    changed = ann.post("/me/password", json={"old": PASSWORD, "new": "another good one"})
    assert changed.status_code == 200
    assert ann.get("/reports").status_code == 200
    assert elsewhere.get("/reports").status_code == 403
    signed_out = ann.post("/logout", json={})
    assert signed_out.status_code == 200
    port = served.root.rpartition(":")[2]
    assert f'curate-{port}="";' in signed_out.headers["set-cookie"]
    assert ann.get("/reports").status_code == 403
    accounts.remove("bob")
    assert bob.get("/reports").status_code == 403
    assert rea.post("/reports/stop", json={}).status_code == 403
    accounts.set_role("rea", "lead")
    assert rea.get("/accounts").status_code == 200


def test_only_who_leads_has_to_do_with_accounts(signed_in: SignedIn, served: Served) -> None:
    lead = signed_in("lea")
    for name in ("ada", "ann", "rea"):
        client = signed_in(name)
        assert client.get("/accounts").status_code == 403
        for act in ("add", "invite", "role", "remove"):
            answer = client.post(f"/accounts/{act}", json={"name": name, "role": "lead"})
            assert answer.status_code == 403
    made = lead.post("/accounts/add", json={"name": "cas", "role": "extractor"}).json()
    with Client(base_url=served.root, headers={"origin": served.root}) as new:
        assert "Welcome, cas" in new.get(made["link"]).text
        word = made["link"].partition("=")[2]
        assert new.post("/welcome", json={"word": word, "password": "short"}).status_code == 409
        assert new.post("/welcome", json={"word": word, "password": PASSWORD}).status_code == 200
        assert new.get("/reports").status_code == 200
        assert new.get(made["link"]).status_code == 403
    assert lead.post("/accounts/remove", json={"name": "lea"}).status_code == 409


WRITES = {
    "/me": "reader",
    "/me/password": "reader",
    "/reports": "extractor",
    "/extract/{study}/begin": "extractor",
    "/extract/{study}/row": "extractor",
    "/extract/{study}/seal": "extractor",
    "/marked": "extractor",
    "/reports/read": "adjudicator",
    "/reports/stop": "adjudicator",
    "/reconcile/card/{record}": "adjudicator",
    "/reconcile/rounding": "adjudicator",
    "/results/{comparison}/store": "adjudicator",
    "/setup/labels/{study}": "adjudicator",
    "/setup/labels/{study}/aside": "adjudicator",
    "/setup/protocol": "lead",
    "/setup/studies/describe": "lead",
    "/setup/studies/join": "lead",
    "/setup/studies/split": "lead",
    "/setup/work/give": "lead",
    "/setup/work/take-back": "lead",
    "/setup/work/share": "lead",
    "/accounts/add": "lead",
    "/accounts/invite": "lead",
    "/accounts/role": "lead",
    "/accounts/remove": "lead",
    "/logout": "reader",
}
"""Write → the least role that may do it."""

DOORS = ("/login", "/welcome")


def test_every_write_is_for_those_whom_it_is_for(served: Served, signed_in: SignedIn) -> None:
    app = create_app(Desk(served.desk.folder, team=True), ["x"])
    found = {
        route.path
        for route in app.routes
        if "POST" in (getattr(route, "methods", None) or ()) and route.path not in DOORS
    }
    assert found == set(WRITES)
    order = list(ROLES)
    for role, name in (("reader", "rea"), ("extractor", "ann"), ("adjudicator", "ada"), ("lead", "lea")):
        client = signed_in(name)
        for path, least in WRITES.items():
            answer = client.post(re.sub(r"\{\w+\}", "none", path), content=b'{"cells": 3}')
            allowed = order.index(role) <= order.index(least)
            assert (answer.status_code != 403) == allowed, (role, path, answer.text)


def test_no_door_answers_nonsense_with_a_bug(served: Served, signed_in: SignedIn) -> None:
    lead = signed_in("lea")
    bodies = (b"", b"[]", b"{", b'{"name": 3, "password": []}', b'{"name": "\\u0000", "role": "<b>"}')
    with Client(base_url=served.root, headers={"origin": served.root}) as stranger:
        for client, path in ((stranger, "/login"), (stranger, "/welcome"), (lead, "/accounts")):
            for body in bodies:
                for act in ("add", "invite", "role", "remove") if path == "/accounts" else ("",):
                    answer = client.post(f"{path}/{act}".rstrip("/"), content=body)
                    assert 400 <= answer.status_code < 500, (path, act, body, answer.text)
        for query in ("", "?word=", "?word=%00", "?word=" + "a" * 5000, "?word=<script>"):
            assert stranger.get(f"/welcome{query}").status_code == 403


def test_an_extractor_sees_own_work_only_until_all_have_sealed(
    served: Served, signed_in: SignedIn
) -> None:
    study = study_of(served, "keilp-2021")
    ann, bob, ada = signed_in("ann"), signed_in("bob"), signed_in("ada")
    assert write_mean(ann, study, "19.537").json()["new"] == 1
    assert ann.post(f"/extract/{study}/seal", json={"sure": True}).status_code == 200
    reading = re.search(r"/trace/(rd_\w+)", ann.get("/ledger").text)
    assert reading
    paths = [
        *("/reports", "/extract", f"/extract/{study}", f"/extract/{study}/sheet.json", "/ledger"),
        *("/ledger?who=ann", "/reconcile", "/results", "/results/depression/forest"),
        *(f"/trace/{reading[1]}", f"/crop/{reading[1]}.png", "/me", "/check?notes=1"),
    ]
    for path in paths:
        assert "19.537" not in bob.get(path, follow_redirects=True).text, path
    assert bob.get("/check/count.json").json() == {}
    closed = ["/reconcile", "/check", "/results", f"/trace/{reading[1]}", f"/crop/{reading[1]}.png"]
    for path in (*closed, "/setup/labels", f"/setup/labels/{study}.json"):
        assert bob.get(path).status_code == 409
    assert "19.537" in ann.get("/ledger").text
    assert write_mean(bob, study, "19.641").json()["new"] == 1
    for client, other in ((ann, "19.641"), (bob, "19.537"), (ada, "19.537"), (ada, "19.641")):
        for path in paths:
            assert other not in client.get(path, follow_redirects=True).text, path
    assert bob.post(f"/extract/{study}/seal", json={"sure": True}).status_code == 200
    page = ada.get("/reconcile").text
    assert "19.537" in page
    assert "19.641" in page
    assert bob.get("/reconcile").status_code == 200
    assert "19.537" in bob.get("/reconcile").text


def test_sixteen_people_at_once(served: Served, signed_in: SignedIn) -> None:
    accounts = Accounts(served.desk.folder)
    people = [f"person {number}" for number in range(16)]
    for name in people:
        accounts.accept(accounts.add(name, "extractor"), PASSWORD)
    clients = dict(zip(people, map(signed_in, people), strict=True))
    studies = [study_of(served, name) for name in ("keilp-2021", "zhong-2016", "zou-2021")]

    def work(name: str) -> list[int]:
        client, number = clients[name], people.index(name)
        said = []
        for turn, study in enumerate(studies):
            said.append(write_mean(client, study, f"{10 + number}.{turn + 1}").status_code)
            said.append(client.get("/reports").status_code)
            said.append(client.get(f"/extract/{study}").status_code)
        return said

    with ThreadPoolExecutor(len(people)) as pool:
        answers = [status for said in pool.map(work, people) for status in said]
    assert set(answers) == {200}
    with Review.open(served.desk.folder, "lea") as review:
        for number, name in enumerate(people):
            for turn, study in enumerate(studies):
                (entry,) = person_entries(review.home.connection, name, study)
                assert [reading.value for reading in entry.readings] == [f"{10 + number}.{turn + 1}"]
        assert review.checks.verify().problems == ()


def test_a_team_begins_with_the_invitation_of_its_first_lead(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    with pytest.raises(Refused, match="nobody leads"):
        entrance(accounts, "")
    first, second = entrance(accounts, "lea"), entrance(accounts, "lea")
    assert accounts.invited(first.partition("=")[2]) is None
    accounts.accept(second.partition("=")[2], PASSWORD)
    assert entrance(accounts, "") == "/"
