"""The draw has the chances that it says, and the interval covers what it estimates."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import beta

from curate.reconcile.audit import CAP, FLOOR, Audited, chances, draw, estimate, sample_size


def test_chances_grow_with_impact_and_sum_to_the_size() -> None:
    given = chances([0.0, 0.1, 0.5, math.inf], 2)
    assert given.sum() == pytest.approx(2, rel=1e-12)
    assert list(given) == sorted(given)
    assert given[0] / given[1] == pytest.approx(FLOOR / (FLOOR + 0.1), rel=1e-12)
    assert given[-1] == 1, "by proportion it would be 1.2: certain, and the others share the rest"
    assert chances([0.0, math.inf], 5).tolist() == [1, 1]
    assert chances([math.inf, CAP], 1).tolist() == [0.5, 0.5]


def test_sizes_are_rounded_up() -> None:
    assert [sample_size(n, 8) for n in (1, 12, 13, 100, 1250)] == [1, 1, 2, 8, 100]


def test_every_value_is_drawn_as_often_as_its_chance_says() -> None:
    given = chances([0, 0, 0.02, 0.1, 0.1, 0.3, 0.5, 2.0, 0, 0.05], 3)
    times = np.zeros(len(given))
    runs = 20_000
    for seed in range(runs):
        drawn = draw(given, seed)
        assert len(drawn) == len(set(drawn)) == 3
        times[drawn] += 1
    # the standard error of a share of 20,000 is at most 0.0036; four of them for ten values
    assert times / runs == pytest.approx(given, abs=4 * 0.0036)


def test_the_same_seed_draws_the_same() -> None:
    given = chances(np.linspace(0, 1, 50), 7)
    assert draw(given, 3) == draw(given, 3) != draw(given, 4)


def test_weights_undo_the_chances() -> None:
    sample = [Audited("a", 0.5, True), Audited("b", 0.25, False), Audited("c", 1.0, False)]
    found = estimate(sample)
    assert (found.read, found.wrong) == (3, 1)
    assert found.share == pytest.approx(2 / (2 + 4 + 1), rel=1e-12)


def test_equal_chances_and_one_value_a_study_without_errors_give_clopper_pearson() -> None:
    found = estimate([Audited(str(study), 0.1, False) for study in range(40)])
    assert found.interval is not None
    assert found.interval.low == 0.0
    assert found.interval.high == pytest.approx(beta.ppf(0.975, 1, 40), rel=1e-12)


def test_errors_that_come_together_count_for_less() -> None:
    together = [Audited(str(n // 5), 0.1, n // 5 < 2) for n in range(50)]
    apart = [Audited(str(n // 5), 0.1, n % 5 == 0) for n in range(50)]
    assert estimate(together).share == estimate(apart).share == pytest.approx(0.2, rel=1e-12)
    wide, narrow = estimate(together).interval, estimate(apart).interval
    assert wide is not None
    assert narrow is not None
    assert wide.high - wide.low > narrow.high - narrow.low


def test_one_study_alone_has_no_interval_and_nothing_no_estimate() -> None:
    assert estimate([Audited("a", 0.5, True)]).interval is None
    with pytest.raises(ValueError, match="nothing"):
        estimate([])


@pytest.mark.parametrize("rate", [0.01, 0.05])
def test_the_interval_covers_the_share_that_is_wrong(rate: float) -> None:
    """60 studies of 20 agreed values, errors together in studies and as likely in those of great impact."""
    rng = np.random.default_rng(1979)
    covered, runs = 0, 400
    for _ in range(runs):
        wrong = rng.random((60, 20)) < rng.beta(rate * 10, (1 - rate) * 10, size=(60, 1))
        given = chances(rng.exponential(0.2, wrong.size), 120)
        flat = wrong.ravel()
        drawn = draw(given, int(rng.integers(2**31)))
        found = estimate([Audited(str(n // 20), given[n], bool(flat[n])) for n in drawn])
        assert found.interval is not None
        covered += found.interval.low <= flat.mean() <= found.interval.high
    # asked are 95%; the standard error of a share of 400 there is 1.1 points, and two of them are allowed
    assert covered / runs >= 0.95 - 2 * 0.011


def test_where_all_were_read_nothing_is_left_to_chance() -> None:
    found = estimate([Audited("a", 1.0, True), Audited("b", 1.0, False), Audited("b", 1.0, False)])
    assert found.share == pytest.approx(1 / 3)
    assert found.interval == (found.share, found.share)
