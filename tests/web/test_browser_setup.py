"""A review set up in a real browser: labels mapped, studies joined and split, work assigned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from curate.review import Review
from tests.web.conftest import Serving, copied, picture, until
from tests.web.setting_up import means, ready


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
