"""From readings to pairs: sizes of arms, places of readers who give none, and what a third reader adds."""

from __future__ import annotations

from curate.reconcile.pairs import Reader, Said, Tables, explain, pairs
from curate.reconcile.values import Place, Value

RESULT = "st_1|ketamine||depression|end|final|||"
OTHER = "st_1|control||depression|end|final|||"


def said(key: str, text: str, place: Place | None = None, status: str = "reported") -> Said:
    return Said(key, key.rpartition("|")[2].partition(":")[0], Value(text, status=status), place=place)


def read(*given: tuple[str, str], result: str = RESULT) -> list[Said]:
    return [said(f"{result}|{statistic}", text) for statistic, text in given]


def differences(one: list[Said], two: list[Said], *others: Said) -> dict[str, str]:
    found = pairs(Reader(one), Reader(two), Tables([*one, *two, *others]))
    return {pair.key.rpartition("|")[2]: pair.difference.value for pair in found}


def test_the_size_of_the_result_goes_before_that_of_the_arm() -> None:
    one = read(("sd", "9.90"), ("n:analysed", "17"))
    two = read(("sd", "2.40"), ("n:analysed", "17"))
    arm = [said("st_1|ketamine|arm|n:randomised", "20")]
    assert differences(one, two)["sd"] == "equivalent"
    assert differences(one + arm, two + arm)["sd"] == "equivalent"
    assert differences(one[:1] + arm, two[:1] + arm)["sd"] == "conflict"  # √20 does not fit
    of_other_arm = read(("n", "17"), result=OTHER)
    assert differences(one[:1] + of_other_arm, two[:1])["sd"] == "conflict"


def test_a_contrast_has_no_size_of_an_arm() -> None:
    contrast = "st_1|ketamine|control|depression|end|final|||"
    one = [*read(("se", "2.40"), result=contrast), said("st_1|ketamine|arm|n", "17")]
    assert differences(one, read(("se", "9.90"), result=contrast))["se"] == "conflict"


def test_an_interval_and_a_deviation_are_one_spread_in_two_forms() -> None:
    one = read(("mean", "12.3"), ("sd", "9.90"), ("n", "17"))
    two = read(("mean", "12.3"), ("ci_low", "7.21"), ("ci_high", "17.39"), ("n", "17"))
    expected = dict.fromkeys(("sd", "ci_low", "ci_high"), "equivalent")
    assert differences(one, two) == expected | {"mean": "identical", "n": "identical"}


def test_the_reading_of_a_program_tells_where_people_read() -> None:
    here, below = Place("tg", 3, 1, "Table 2"), Place("tg", 4, 1, "Table 2")
    table = [said(f"{RESULT}|mean", "12.3", here), said(f"{OTHER}|mean", "15.8", below)]
    assert differences(read(("mean", "12.3")), read(("mean", "15.8")), *table) == {"mean": "neighbour"}
    assert differences(read(("mean", "12.3")), read(("mean", "15.8"))) == {"mean": "conflict"}
    far = [table[0], said(f"{OTHER}|mean", "15.8", Place("tg", 6, 1))]
    assert differences(read(("mean", "12.3")), read(("mean", "15.8")), *far) == {"mean": "conflict"}


def test_two_readings_of_one_cell_that_differ_are_a_conflict() -> None:
    cell = Place("tg", 3, 1)
    one, two = ([said(f"{RESULT}|mean", text, cell)] for text in ("12.3", "12.8"))
    assert differences(one, two) == {"mean": "conflict"}


def test_of_several_readers_the_worst_difference_counts_and_each_sentence_comes_once() -> None:
    readers = [Reader(read(("sd", text), ("n", "17"))) for text in ("9.90", "9.9", "2.40", "2.40")]
    key = f"{RESULT}|sd"
    sides = [(reader.said.get(key), reader) for reader in readers]
    tables = Tables([])
    assert explain(sides[:2], tables).difference == "equal"
    found = explain(sides, tables)
    assert found.difference == "equivalent"
    assert found.because == ("2.40 × √17 = 9.90: SE and SD?", "2.40 × √17 = 9.9: SE and SD?")
    silent = Reader(read(("n", "17")))
    assert explain([*sides[:2], (None, silent), (None, silent)], tables).difference == "omission"


def test_what_both_say_of_the_other_arm_tells_whether_a_column_was_changed_over() -> None:
    def both(one: str, two: str, of_other_one: str, of_other_two: str) -> dict[str, str]:
        first = [
            *read(("events", one), ("total", "200")),
            *read(("events", of_other_one), ("total", "120"), result=OTHER),
        ]
        second = [
            *read(("events", two), ("total", "200")),
            *read(("events", of_other_two), ("total", "120"), result=OTHER),
        ]
        found = pairs(Reader(first), Reader(second), Tables([]))
        return {
            pair.key.split("|")[1]: pair.difference.value for pair in found if pair.statistic == "events"
        }

    assert both("42", "21", "48", "40") == {"ketamine": "equivalent", "control": "equivalent"}
    assert both("42", "21", "48", "31") == {"ketamine": "conflict", "control": "conflict"}
    assert both("42", "21", "48", "48") == {"ketamine": "equivalent", "control": "identical"}
