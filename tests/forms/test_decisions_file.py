"""decisions.csv: the shipped file reads, and a wrong one is refused as a whole."""

from pathlib import Path

import pytest

from curate.errors import FormError
from curate.forms.decisions_file import COLUMNS, read

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo" / "decisions.csv"
GOOD = {
    "study": "Zou 2021",
    "arms": "ketamine",
    "comparators": "",
    "outcome": "depression",
    "timepoint": "end",
    "basis": "final",
    "statistic": "sd",
    "role": "",
    "choice": "reading",
    "value": "4.150",
    "mode": "lead",
    "participants": "",
    "cause": "rounding",
    "reason": "the table prints more decimals",
}


def write(path, *rows, columns=COLUMNS):
    lines = [",".join(columns)] + [",".join(row[name] for name in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_shipped_decisions_read():
    decisions = read(DEMO)
    assert {each.study for each in decisions} == {
        "Alizadeh 2015",
        "Keilp 2021",
        "Taylor 2018",
        "Zou 2021",
    }
    assert decisions[0].value == "14.33"
    assert decisions[0].record_key("st_1") == "st_1|control||depression|end|final|||||mean"


def test_decimals_and_lists_are_kept(tmp_path):
    row = GOOD | {"arms": "b; a", "mode": "consensus", "participants": "Ann; Bo", "role": ""}
    (decision,) = read(write(tmp_path / "d.csv", row))
    assert decision.value == "4.150"
    assert decision.arms == ("b", "a")
    assert decision.participants == ("Ann", "Bo")
    assert decision.record_key("s").startswith("s|a+b||")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "reason is missing"),
        ({"choice": "readin"}, "did you mean 'reading'?"),
        ({"value": ""}, "needs the value"),
        ({"choice": "not_reported"}, "takes no value"),
        ({"value": "4.1.5"}, "is no number"),
        ({"mode": "consensus", "participants": "Ann"}, "names both extractors"),
        ({"basis": "last"}, "basis 'last' is unknown"),
        ({"statistic": "SD"}, "did you mean 'sd'?"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, change, words):
    path = write(tmp_path / "d.csv", GOOD | {"study": "Other 2020"}, GOOD | change)
    with pytest.raises(FormError, match="nothing was imported") as caught:
        read(path)
    assert any(each.startswith("line 3:") and words in each for each in caught.value.details)


def test_a_fact_decided_twice_is_refused(tmp_path):
    with pytest.raises(FormError) as caught:
        read(write(tmp_path / "d.csv", GOOD, GOOD | {"value": "4.2"}))
    assert caught.value.details == ("line 3: line 2 decides the same fact",)


def test_missing_and_unknown_columns_are_listed(tmp_path):
    path = write(tmp_path / "d.csv", GOOD | {"reasn": "x"}, columns=(*COLUMNS[:-1], "reasn"))
    with pytest.raises(FormError) as caught:
        read(path)
    assert caught.value.details == (
        "line 1: the column 'reason' is missing",
        "line 1: the column 'reasn' is unknown (did you mean 'reason'?)",
    )


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FormError, match="cannot be read"):
        read(tmp_path / "none.csv")
