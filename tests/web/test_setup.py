"""What Set-up refuses, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from httpx import Client, Response

from curate import resources
from curate.review import Review
from curate.review.workfiles import unpack
from curate.web.sessions import cookie_of
from tests.web.conftest import Served, Serving, copied

DEMO = Path(str(resources.folder("demo")))
STUDY = "keilp-2021"

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


@pytest.fixture(scope="session")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review with the sample's protocol and two reports; bob has entered a number of one and not sealed."""
    folder = tmp_path_factory.mktemp("entered") / "r"
    with Review.create(folder, "Ketamine", "bob") as review:
        review.reports.add([DEMO / "keilp-2021.pdf", DEMO / "zou-2021.pdf"])
        review.forms.enter(
            STUDY, "mean", "19.5", arms=["Secret arm"], outcome="Secret score", timepoint="End", page=2
        )
    return folder


@pytest.fixture
def served(serving: Serving, entered: Path, tmp_path: Path) -> Served:
    return serving(copied(entered, tmp_path / "r"), "ann")


@pytest.fixture
def acting(served: Served) -> Iterator[As]:
    with ExitStack() as stack:

        def begin(name: str = "ann", role: str = "lead") -> Somebody:
            session = served.desk.sessions.begin(name, role)
            client = Client(
                base_url=served.root, timeout=30, cookies={cookie_of(served.root): session.id}
            )
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


WRITES = {
    "/setup/protocol": {"version": "", "entries": {}},
    f"/setup/labels/{STUDY}": {"kind": "arm", "label": "Secret arm", "code": "ketamine"},
    f"/setup/labels/{STUDY}/aside": {"kind": "arm", "labels": ["Secret arm"]},
    "/setup/studies/describe": {"study": STUDY, "what": "name", "value": "Keilp 2021"},
    "/setup/studies/join": {"study": STUDY, "others": ["zou-2021"], "reason": "one trial"},
    "/setup/studies/split": {"study": STUDY, "report": "keilp-2021.pdf", "name": "x", "reason": "y"},
    "/setup/work/give": {"study": STUDY, "person": "reader-a"},
    "/setup/work/take-back": {"study": STUDY, "person": "reader-a", "reason": "ill"},
    "/setup/work/share": {"people": ["reader-a", "reader-b"], "studies": [], "each": 2},
}


def events(served: Served) -> int:
    with Review.open(served.desk.folder, "ann") as review:
        return review.home.state[0]


@pytest.mark.parametrize("role", ["extractor", "adjudicator", "reader"])
def test_who_is_no_lead_sets_nothing_up(acting: As, served: Served, role: str) -> None:
    person, before = acting("bob", role), events(served)
    for path, data in WRITES.items():
        if path.startswith(f"/setup/labels/{STUDY}") and role == "adjudicator":
            continue
        assert person.post(path, data).status_code == 403, path
    assert events(served) == before
    for path in ("/setup", "/setup/labels", "/setup/studies", "/setup/work"):
        assert person.get(path).status_code == 200


def test_an_adjudicator_maps_labels(acting: As) -> None:
    answer = acting("bob", "adjudicator").post(
        f"/setup/labels/{STUDY}", WRITES[f"/setup/labels/{STUDY}"]
    )
    assert answer.status_code == 200
    assert {"Secret arm": "ketamine"}.items() <= {
        each["label"]: each["code"] for each in answer.json()["labels"]
    }.items()


def test_labels_of_an_open_extraction_reach_nobody_else(acting: As) -> None:
    ann, bob = acting("ann"), acting("bob")
    for path in ("/setup", "/setup/labels", f"/setup/labels/{STUDY}.json", "/setup/protocol.json"):
        assert "Secret" not in ann.get(path).text
    assert "Secret score" in bob.get(f"/setup/labels/{STUDY}.json").text
    assert not bob.get(f"/setup/labels/{STUDY}.json").json()["withheld"]
    answer = ann.post(f"/setup/labels/{STUDY}", WRITES[f"/setup/labels/{STUDY}"])
    assert answer.status_code == 404
    assert "Secret score" not in answer.text


def test_who_extracts_is_told_that_labels_are_withheld(acting: As, served: Served) -> None:
    with Review.open(served.desk.folder, "bob") as review:
        review.forms.seal([STUDY])
    ann = acting("ann")
    assert "Secret score" in ann.get(f"/setup/labels/{STUDY}.json").text
    with Review.open(served.desk.folder, "ann") as review:
        review.sheets.begin(STUDY, "independent")
    told = ann.get(f"/setup/labels/{STUDY}.json")
    assert told.json()["withheld"]
    assert told.json()["labels"] == []
    assert STUDY in ann.get("/setup/labels").text
    for path in ("/setup", "/setup/labels", "/setup/protocol.json"):
        assert "Secret" not in ann.get(path).text


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        (f"/setup/labels/{STUDY}", {"code": "ketamin"}),
        (f"/setup/labels/{STUDY}", {"kind": "person"}),
        (f"/setup/labels/{STUDY}", {"label": "no such arm"}),
        (f"/setup/labels/{STUDY}/aside", {"kind": "person"}),
        (f"/setup/labels/{STUDY}/aside", {"labels": ["Secret arm", "no such arm"]}),
        ("/setup/studies/describe", {"value": " "}),
        ("/setup/studies/describe", {"value": "zou-2021"}),
        ("/setup/studies/describe", {"what": "note"}),
        ("/setup/studies/describe", {"what": "design", "value": "triangular"}),
        ("/setup/studies/describe", {"what": "n_randomised", "value": 10**30}),
        ("/setup/studies/describe", {"what": "n_randomised", "value": -1}),
        ("/setup/studies/join", {"others": [STUDY]}),
        ("/setup/studies/join", {"others": [3]}),
        ("/setup/studies/join", {"reason": "  "}),
        ("/setup/studies/split", {}),
        ("/setup/work/give", {"person": "nobody"}),
        ("/setup/work/take-back", {"reason": ""}),
        ("/setup/work/share", {"people": []}),
        ("/setup/work/share", {"people": ["reader-a"]}),
        ("/setup/work/share", {"each": 10**30}),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    acting: As, served: Served, path: str, changed: dict[str, Any]
) -> None:
    lead, before = acting("bob"), events(served)
    answer = lead.post(path, WRITES[path] | changed)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]
    assert events(served) == before


def test_a_work_file_sets_nothing_up(serving: Serving, entered: Path, tmp_path: Path) -> None:
    with Review.open(entered, "ann") as review:
        path = review.workfiles.pack(tmp_path / "ann.curate", "ann").path
    unpack(path, tmp_path / "ann")
    served = serving(tmp_path / "ann", "ann")
    session = served.desk.sessions.begin("ann", "lead")
    with Client(
        base_url=served.root, timeout=30, cookies={cookie_of(served.root): session.id}
    ) as client:
        ann = Somebody(client, session.token)
        form = ann.get("/setup/protocol.json").json()
        data = WRITES | {"/setup/protocol": {"version": form["version"], "entries": form["entries"]}}
        for route, body in data.items():
            if not route.startswith("/setup/labels"):
                answer = ann.post(route, body)
                assert answer.status_code == 409, route
                assert "work file of ann" in answer.json()["error"]
