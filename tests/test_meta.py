"""The library's front door: data frames in, objects out that say themselves."""

from __future__ import annotations

import copy
import doctest
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest

import curate.meta
from curate.errors import Refused
from curate.meta import MetaAnalysis, pool
from curate.model.caution import Caution, FewStudies, LeftOut, PoolingWarning, SparseEvents

TRIALS = pd.DataFrame(
    {
        "study": ["A <1>", "B", "C", "D", "E", "F"],
        **{"m1i": [10, 12, 9, 14, 11, 10], "sd1i": [2, 3, 2, 4, 2, 3], "n1i": [20, 25, 30, 22, 40, 18]},
        **{
            "m2i": [11, 15, 12, 15, 14, np.nan],
            "sd2i": [2, 3, 3, 4, 2, 3],
            "n2i": [22, 24, 31, 20, 41, 17],
        },
    }
)


@pytest.fixture
def found() -> MetaAnalysis:
    with pytest.warns(LeftOut, match="F"):
        return pool(TRIALS, "SMD")


def test_the_example_of_the_module() -> None:
    assert doctest.testmod(curate.meta).failed == 0


def test_an_object_says_itself(found: MetaAnalysis) -> None:
    frame = found.to_frame()
    assert frame["study"].tolist() == ["A <1>", "B", "C", "D", "E", "F"]
    assert frame["weight"].sum() == pytest.approx(100)
    assert frame.loc[5, "left_out"] == "m2i missing"
    assert np.isnan(frame.loc[5, "yi"])
    said = found.summary()
    assert said.startswith("standardised mean difference, Hedges' g, 5 studies, REML, profile curate")
    assert "prediction interval" in said
    assert "warning: left out: F (m2i missing)" in said
    html = found._repr_html_()
    assert "A &lt;1&gt;" in html
    assert "A <1>" not in html
    assert repr(found) == said


def test_what_one_asks_next(found: MetaAnalysis) -> None:
    assert found.leave_one_out().index.tolist() == ["A <1>", "B", "C", "D", "E"]
    assert found.cumulative()["estimate"].iloc[-1] == pytest.approx(found.estimate)
    assert found.influence()["hat"].sum() == pytest.approx(1)
    x = pd.DataFrame({"intercept": 1.0, "year": [0, 1, 2, 3, 4]})
    assert found.regress(x).names == ("intercept", "year")
    assert found.trim_and_fill(estimator="R0").side in ("left", "right")
    low, high = found.interval
    assert low < found.estimate < high
    assert found.prediction is not None
    assert found.prediction[0] < low


def test_warnings_are_classes_that_one_can_filter() -> None:
    events = {"ai": [0, 3], "n1i": [10, 20], "ci": [2, 5], "n2i": [10, 20]}
    with pytest.warns(PoolingWarning) as seen:
        pool(events, "OR")
    assert {each.category for each in seen} == {SparseEvents, FewStudies}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        pool(events, "OR")
    with warnings.catch_warnings():
        warnings.simplefilter("error", SparseEvents)
        warnings.simplefilter("ignore", FewStudies)
        with pytest.raises(SparseEvents, match="empty cells of row 1"):
            pool(events, "OR")


def test_a_caution_is_a_text_and_keeps_its_kind_in_copies() -> None:
    told = Caution("too few", FewStudies)
    for each in (copy.deepcopy(told), pickle.loads(pickle.dumps(told))):
        assert (each, each.category) == ("too few", FewStudies)


def test_bad_tables_are_refused_with_their_rows() -> None:
    with pytest.raises(Refused, match="sd2i is not there"):
        pool(TRIALS.drop(columns="sd2i"), "SMD")
    with pytest.raises(ValueError, match="one length"):
        pool({"yi": [1.0, 2.0], "vi": [0.1]})
