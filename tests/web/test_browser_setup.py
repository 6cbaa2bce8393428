"""A review set up in a real browser: the protocol by forms, labels mapped, studies joined and split, work assigned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from curate import resources
from curate.review import Review
from tests.web.conftest import Serving, copied, picture, until

DEMO = Path(str(resources.folder("demo")))
SPRINT = Path(__file__).resolve().parents[2] / "fixtures" / "sprint" / "review.toml"


def review_of(folder: Path) -> Path:
    Review.create(folder, "Ketamine", "ann").close()
    return folder


def ready(page: Any) -> None:
    page.wait_for_selector("body[data-ready]")


def fill(page: Any, kind: str, index: int, **fields: str) -> None:
    """Fill fields of an entry: codes are chosen, texts typed."""
    card = f"section[data-kind={kind}] .entry-card[data-index='{index}']"
    for name, text in fields.items():
        box = f"{card} [data-field={name}]"
        if page.locator(box).get_attribute("role") == "group":
            for code in text.split():
                page.click(f"{box} [data-code='{code}']")
        elif page.locator(box).evaluate("each => each.tagName") == "SELECT":
            page.select_option(box, text)
        else:
            page.fill(box, text)


def add(page: Any, kind: str, **fields: str) -> None:
    count = page.locator(f"section[data-kind={kind}] .entry-card").count()
    page.click(f"section[data-kind={kind}] .add")
    fill(page, kind, count, **fields)


def save(page: Any) -> None:
    page.keyboard.press("Control+s")
    until(page, "document.getElementById('state').textContent !== 'saving …'")


def test_a_protocol_is_defined_by_forms_alone(serving: Serving, tab: Any, tmp_path: Path) -> None:
    folder = review_of(tmp_path / "r")
    tab.goto(serving(folder, "ann").link)
    tab.wait_for_url("**/setup")  # a review without anything begins here
    ready(tab)
    assert "sample" in tab.inner_text("#notes")
    tab.click("#empty")
    assert tab.evaluate("document.activeElement.dataset.field") == "code"
    fill(tab, "outcome", 0, code="depression", label="Depression", maximum="60", direction="lower")
    add(
        tab, "arm", code="ketamine", label="Ketamine", role="experimental", aliases="Ketamine group\nKet"
    )
    add(tab, "arm", code="placebo", label="Placebo", role="control")
    add(tab, "timepoint", code="end", label="End", from_days="7", to_days="28")
    add(
        tab,
        "comparison",
        code="main",
        label="Depression at the end",
        outcomes="depression",
        experimental="ketamine",
        control="placebo",
        timepoints="end",
        measure="SMD",
    )
    add(tab, "item", code="dose", question="Dose?", codebook="As printed.")
    add(tab, "person", name="bob")
    save(tab)
    until(tab, "document.getElementById('state').textContent === 'all saved'")
    assert tab.inner_text("#notes") == ""
    with Review.open(folder, "ann") as review:
        protocol = review.protocol
        assert [each.code for each in protocol.arms] == ["ketamine", "placebo"]
        assert protocol.arms[0].aliases == ("Ketamine group", "Ket")
        (outcome,), (time,), (comparison,) = protocol.outcomes, protocol.timepoints, protocol.comparisons
        assert (outcome.maximum, outcome.kind, time.from_days, time.to_days) == (60, "continuous", 7, 28)
        assert (comparison.experimental, comparison.measure) == (("ketamine",), "SMD")
        assert (protocol.items[0].codebook, protocol.people[0].name) == ("As printed.", "bob")
        assert len(protocol.rules) == 4
        assert review.ledger.entries(kind="protocol")[0].made_by == "ann"
    assert "# is a complete sample." in (folder / "review.toml.bak").read_text(encoding="utf-8")


def test_a_mistake_stands_at_its_field_and_nothing_is_written(
    serving: Serving, tab: Any, tmp_path: Path
) -> None:
    folder = review_of(tmp_path / "r")
    text = (folder / "review.toml").read_text(encoding="utf-8")
    tab.goto(serving(folder, "ann").link)
    ready(tab)
    fill(tab, "outcome", 1, maximum="eighty", label="")
    fill(tab, "comparison", 3, measure="SMD")
    save(tab)
    tab.wait_for_selector(".mistake")
    told = {
        (each.get_attribute("data-of"), each.locator(".mistake").inner_text())
        for each in tab.locator(".field:has(.mistake)").all()
    }
    assert told == {
        ("label", "label is missing"),
        ("maximum", "'eighty' is no number; write it with a decimal point"),
        ("measure", "SMD is for continuous outcomes, and 'dissociation' is binary"),
    }
    assert "3 mistakes" in tab.inner_text("#state")
    assert tab.evaluate("document.activeElement.dataset.field") == "maximum"
    picture(tab, "setup-mistakes")
    assert (folder / "review.toml").read_text(encoding="utf-8") == text
    assert not (folder / "review.toml.bak").exists()
    fill(tab, "outcome", 1, maximum="80", label="PCL-5")
    assert tab.locator("section[data-kind=outcome] .mistake").count() == 0


def test_another_change_is_not_written_over(serving: Serving, tab: Any, tmp_path: Path) -> None:
    folder = review_of(tmp_path / "r")
    tab.goto(serving(folder, "ann").link)
    ready(tab)
    fill(tab, "outcome", 0, label="CAPS")
    with Review.open(folder, "bob") as review:
        text = (folder / "review.toml").read_text(encoding="utf-8")
        review.home.set_protocol(text.replace('label = "MADRS"', 'label = "Montgomery"'))
    save(tab)
    tab.wait_for_selector(".note.bad")
    assert "Outcomes, madrs: Label changed" in tab.inner_text(".note.bad")
    assert tab.input_value("[data-kind=outcome] [data-index='0'] [data-field=label]") == "CAPS"
    with Review.open(folder, "ann") as review:
        assert [each.label for each in review.protocol.outcomes[:3]] == ["CAPS-5", "PCL-5", "Montgomery"]
    tab.keyboard.press("Enter")  # put mine into it
    until(tab, "document.getElementById('notes').textContent === ''")
    assert tab.input_value("[data-kind=outcome] [data-index='2'] [data-field=label]") == "Montgomery"
    assert tab.inner_text("#state") == "not saved yet"
    save(tab)
    until(tab, "document.getElementById('state').textContent === 'all saved'")
    with Review.open(folder, "ann") as review:
        assert [each.label for each in review.protocol.outcomes[:3]] == ["CAPS", "PCL-5", "Montgomery"]


def test_what_is_typed_while_it_is_saved_stays(serving: Serving, tab: Any, tmp_path: Path) -> None:
    folder = review_of(tmp_path / "r")
    tab.goto(serving(folder, "ann").link)
    ready(tab)
    waiting: list[Any] = []
    tab.route("**/setup/protocol", lambda route: waiting.append(route))
    label = "[data-kind=outcome] [data-index='0'] [data-field=label]"
    tab.fill(label, "CAPS")
    tab.keyboard.press("Control+s")
    tab.keyboard.type("-IV")
    waiting[0].continue_()
    until(tab, "document.getElementById('said').textContent === 'saved'")
    tab.keyboard.type("!")
    assert tab.input_value(label) == "CAPS-IV!"
    assert tab.inner_text("#state") == "not saved yet"
    with Review.open(folder, "ann") as review:
        assert review.protocol.outcomes[0].label == "CAPS"


def test_entries_are_added_moved_and_removed_by_keys(serving: Serving, tab: Any, tmp_path: Path) -> None:
    folder = review_of(tmp_path / "r")
    tab.goto(serving(folder, "ann").link)
    ready(tab)
    press = tab.keyboard.press

    def codes() -> list[str]:
        boxes = tab.locator("section[data-kind=arm] [data-field=code]").all()
        return [each.input_value() for each in boxes]

    press("Alt+3")  # arms
    picture(tab, "setup-protocol")
    assert tab.evaluate("document.activeElement.value") == "ketamine"
    press("Alt+ArrowDown")
    assert codes() == ["midazolam", "ketamine", "placebo"]
    press("Control+Enter")
    tab.keyboard.type("saline")
    assert codes() == ["midazolam", "ketamine", "saline", "placebo"]
    press("Alt+Delete")
    press("Alt+Delete")
    assert codes() == ["midazolam", "ketamine"]
    press("Alt+z")
    assert codes() == ["midazolam", "ketamine", "placebo"]
    save(tab)
    until(tab, "document.getElementById('state').textContent === 'all saved'")
    with Review.open(folder, "ann") as review:
        assert [each.code for each in review.protocol.arms] == ["midazolam", "ketamine", "placebo"]


@pytest.fixture(scope="session")
def read_review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of three reports read by programs, whose protocol names two of their labels otherwise."""
    folder = tmp_path_factory.mktemp("setup") / "r"
    text = SPRINT.read_text(encoding="utf-8")
    for alias in ("Depression score", "Control group"):
        text = text.replace(f'aliases = ["{alias}"]\n', "")
    text = text.replace('label = "Control"', 'label = "Placebo"').replace('"control"', '"placebo"')
    text = text.replace('role = "placebo"', 'role = "control"')
    with Review.create(folder, "sprint", "ann") as review:
        review.home.set_protocol(text)
        review.reports.add([DEMO / f"{name}.pdf" for name in ("keilp-2021", "zhong-2016", "zou-2021")])
        review.extraction.run(workers=1, second="none")
    return folder


def means(folder: Path) -> dict[tuple[str, str], str | None]:
    with Review.open(folder, "ann") as review:
        return {(each.study_name, each.label): each.code for each in review.mappings.all()}


def test_labels_are_mapped_by_drag_and_by_key(
    serving: Serving, tab: Any, read_review: Path, tmp_path: Path
) -> None:
    folder = copied(read_review, tmp_path / "r")
    before = means(folder)
    assert before["zhong-2016", "Control group"] is before["keilp-2021", "Control"] is None
    tab.goto(serving(folder, "ann").link)
    tab.keyboard.press("g")
    tab.keyboard.press("s")
    tab.wait_for_url("**/setup")
    tab.keyboard.press("]")
    tab.wait_for_url("**/setup/labels*")
    ready(tab)
    tab.keyboard.press("ArrowRight")  # from keilp-2021 to zhong-2016
    until(
        tab, "document.getElementById('study').selectedOptions[0].textContent.startsWith('zhong-2016')"
    )
    tab.wait_for_selector(".printed:text-is('Control group')")
    tab.keyboard.press("ArrowDown")
    until(tab, "document.querySelector('#chosen .printed')?.textContent === 'Control group'")
    tab.wait_for_selector("#svg .found")
    page = int(tab.input_value("#page-number"))
    words = tab.request.get(
        f"{tab.url.split('/setup')[0]}/pages/{tab.input_value('#report')}/{page}.json"
    )
    assert "Control group" in " ".join(word[0] for word in words.json()["words"])
    picture(tab, "setup-labels")
    tab.locator("#chosen").drag_to(tab.locator(".drop[data-kind=arm][data-code=placebo]"))
    until(tab, "document.getElementById('said').textContent.includes('means placebo')")
    assert means(folder)["zhong-2016", "Control group"] == "placebo"

    tab.keyboard.press("u")  # it again: an arm of another kind, the first code
    until(tab, "document.querySelector('#chosen .printed').textContent === 'Control group'")
    tab.keyboard.press("1")
    tab.wait_for_selector("#ask[open]")
    assert "ketamine" in tab.inner_text("#ask-title").casefold()
    tab.keyboard.press("o")
    until(tab, "document.getElementById('said').textContent.includes('ketamine/Control group')")
    assert means(folder)["zhong-2016", "Control group"] == "ketamine/Control group"

    while "score" not in tab.inner_text("#chosen .printed"):
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("e")
    tab.keyboard.press("1")
    until(tab, "document.getElementById('said').textContent.includes('means depression')")
    told = means(folder)
    assert {told[study, "Depression score"] for study in ("keilp-2021", "zhong-2016", "zou-2021")} == {
        "depression"
    }
    tab.keyboard.press("0")
    until(tab, "document.getElementById('said').textContent.includes('left aside')")
    assert "" in means(folder).values()


def test_what_labels_look_like_is_taken_by_enter_and_the_rest_left_aside_at_once(
    serving: Serving, tab: Any, read_review: Path, tmp_path: Path
) -> None:
    folder = copied(read_review, tmp_path / "r")
    place = {"arms": ["Ketamine"], "timepoint": "End of treatment", "page": 1}
    with Review.open(folder, "ann") as review:
        for outcome in ("Depression, item 1", *(f"Serum {letter}" for letter in "abcdef")):
            review.forms.enter("zhong-2016", "mean", "1", outcome=outcome, **place)  # type: ignore[arg-type]
    served = serving(folder, "ann")
    tab.goto(served.link)
    tab.goto(f"{served.root}/setup/labels?study=zhong-2016")
    ready(tab)
    until(tab, "document.querySelector('#chosen .means')?.textContent === 'depression?'")
    assert tab.inner_text("#chosen .printed") == "Depression, item 1"
    assert tab.inner_text(".target.like b") == "depression"
    picture(tab, "setup-labels-like")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('said').textContent.includes('means depression')")
    tab.click("button:has-text('leave the 6 outcomes aside')")
    until(tab, "document.getElementById('said').textContent.includes('6 labels are left aside')")
    told = means(folder)
    assert told["zhong-2016", "Depression, item 1"] == "depression"
    assert {told["zhong-2016", f"Serum {letter}"] for letter in "abcdef"} == {""}


def test_labels_that_mean_nothing_any_more_are_told(
    serving: Serving, tab: Any, read_review: Path, tmp_path: Path
) -> None:
    folder = copied(read_review, tmp_path / "r")
    with Review.open(folder, "ann") as review:
        review.mappings.map_everywhere("arm", "Control group", "placebo")
    served = serving(folder, "ann")
    tab.goto(served.link)
    tab.goto(f"{served.root}/setup")
    ready(tab)
    fill(tab, "arm", 1, code="sham")
    tab.keyboard.press("Tab")  # the comparison goes with it, what was mapped does not
    assert "2 labels were mapped to “placebo”" in tab.inner_text("section[data-kind=arm] .use:visible")
    save(tab)
    tab.wait_for_selector(".note")
    assert "2 labels mean nothing now" in tab.inner_text(".note")
    assert "zou-2021, arm “Control group”: placebo" in tab.inner_text(".note")
    with Review.open(folder, "ann") as review:
        assert review.protocol.comparisons[0].control == ("sham",)
    assert means(folder)["zou-2021", "Control group"] is None
    assert means(folder)["zou-2021", "Ketamine group"] == "ketamine"


def test_studies_are_joined_renamed_and_split_by_keys(
    serving: Serving, tab: Any, read_review: Path, tmp_path: Path
) -> None:
    folder = copied(read_review, tmp_path / "r")
    served = serving(folder, "ann")
    tab.goto(served.link)
    tab.goto(f"{served.root}/setup/studies")
    ready(tab)
    press = tab.keyboard.press
    for key in ("x", "ArrowDown", "x", "j"):
        press(key)
    tab.wait_for_selector("#ask[open]")
    assert "decided anew" in tab.inner_text("#ask")
    press("Enter")
    until(tab, "document.querySelectorAll('#rows tr').length === 2")
    press("n")
    tab.keyboard.type("Keilp and Zhong")
    press("Tab")
    until(tab, "document.getElementById('said').textContent === 'saved'")
    tab.select_option("#rows tr:first-child select", "crossover")
    tab.fill("#rows tr:first-child .about-n_randomised", "78")
    with tab.expect_response(lambda answer: "n_randomised" in (answer.request.post_data or "")):
        press("Tab")
    picture(tab, "setup-studies")
    with Review.open(folder, "ann") as review:
        study = review.studies.find("Keilp and Zhong")
        assert (study.design, study.n_randomised, len(study.reports)) == ("crossover", 78, 2)
    tab.fill("#rows tr:first-child .about-n_randomised", "")
    with tab.expect_response(lambda answer: "n_randomised" in (answer.request.post_data or "")):
        press("Tab")
    with Review.open(folder, "ann") as review:
        assert review.studies.find(study.name).n_randomised is None
    tab.locator("#rows tr:first-child .pick").focus()
    press("s")
    tab.wait_for_selector("#ask[open]")
    tab.click("#ask label:has-text('zhong-2016.pdf')")
    tab.fill("#ask [name=name]", "Zhong 2016")
    tab.fill("#ask [name=reason]", "another trial")
    press("Enter")
    until(tab, "document.querySelectorAll('#rows tr').length === 3")
    with Review.open(folder, "ann") as review:
        assert len(review.studies.find("Zhong 2016").reports) == 1
        sql = "SELECT reason FROM study_report ORDER BY made_at DESC, id DESC LIMIT 1"
        assert review.home.connection.execute(sql).fetchone()["reason"] == "another trial"
        assert not review.checks.verify().problems


def test_work_is_shared_and_taken_back(
    serving: Serving, tab: Any, read_review: Path, tmp_path: Path
) -> None:
    folder = copied(read_review, tmp_path / "r")
    served = serving(folder, "ann")
    tab.goto(served.link)
    tab.goto(f"{served.root}/setup/work")
    ready(tab)

    def plan() -> dict[str, tuple[str, ...]]:
        with Review.open(folder, "ann") as review:
            return {each.study.name: each.people for each in review.assignments.all()}

    press = tab.keyboard.press
    press("Space")  # the first study, the first person
    until(tab, 'document.querySelector(\'[data-row="1"][data-col="1"]\').checked')
    assert plan() == {"keilp-2021": ("ann",), "zhong-2016": (), "zou-2021": ()}
    press("a")
    until(tab, "document.getElementById('said').textContent === '3 studies shared'")
    assert [len(people) for people in plan().values()] == [2, 2, 2]
    assert "ann" in plan()["keilp-2021"]
    picture(tab, "setup-work")
    press("Space")
    tab.wait_for_selector("#ask[open] input:focus")
    tab.keyboard.type("on leave")
    press("Enter")
    until(tab, '!document.querySelector(\'[data-row="1"][data-col="1"]\').checked')
    assert "ann" not in plan()["keilp-2021"]
    with Review.open(folder, "ann") as review:
        sql = "SELECT reason FROM assignment WHERE active = 0"
        assert [row["reason"] for row in review.home.connection.execute(sql)] == ["on leave"]


def test_the_page_is_that_of_the_study_chosen_last(
    serving: Serving, tab: Any, read_review: Path, tmp_path: Path
) -> None:
    with Review.open(read_review, "ann") as review:
        slow, quick = (review.studies.find(name).reports[0] for name in ("keilp-2021", "zhong-2016"))
    served = serving(copied(read_review, tmp_path / "r"), "ann")
    waiting: list[Any] = []
    tab.route(f"**/pages/{slow}.json", lambda route: waiting.append(route))
    tab.goto(served.link)
    tab.goto(f"{served.root}/setup/labels")
    ready(tab)
    tab.keyboard.press("ArrowRight")
    tab.wait_for_selector(f"#svg image[href*='{quick}'] ~ .layer-found .found")
    waiting[0].continue_()
    tab.wait_for_timeout(300)
    assert tab.locator("#svg .found").count()
