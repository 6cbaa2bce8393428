"""A protocol defined by forms in a real browser: mistakes at their field, another's change, labels that it loses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curate.review import Review
from tests.web.conftest import Serving, copied, picture, until
from tests.web.setting_up import means, ready


def review_of(folder: Path) -> Path:
    Review.create(folder, "Ketamine", "ann").close()
    return folder


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
