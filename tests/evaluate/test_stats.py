"""Intervals, tests and sizes: against scipy where it has the same, by their own laws elsewhere."""

from __future__ import annotations

import math
import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.evaluate import stats

stats_oracle = pytest.importorskip("scipy.stats", reason="scipy, the oracle, is not installed")

VALUES = st.lists(st.floats(-10, 10).map(lambda v: round(v, 3)), min_size=2, max_size=40)


@pytest.mark.parametrize("degrees", [1, 2, 3, 7, 30, 67, 500])
@pytest.mark.parametrize("share", [0.9, 0.95, 0.975, 0.995])
def test_quantiles_of_t_are_those_of_scipy(degrees, share):
    assert stats.t_quantile(share, degrees) == pytest.approx(stats_oracle.t.ppf(share, degrees), rel=1e-9)


def test_a_permutation_test_of_few_values_is_exact():
    values = [0.2, 0.1, 0.3, -0.05, 0.15, 0.0]
    expected = stats_oracle.permutation_test(
        (values,), lambda x, axis: x.mean(axis=axis), permutation_type="samples", n_resamples=math.inf, vectorized=True
    )
    assert stats.permutation(values) == pytest.approx(expected.pvalue)


def test_a_permutation_test_of_many_values_is_near_the_t_test():
    draw = random.Random(5)  # noqa: S311  statistics, not secrets
    values = [draw.gauss(0.05, 0.2) for _ in range(60)]
    assert stats.permutation(values) == pytest.approx(stats_oracle.ttest_1samp(values, 0).pvalue, abs=0.02)


def test_no_difference_has_a_p_of_one():
    assert stats.permutation([0.0, 0.0, 0.0]) == 1.0


def test_an_interval_of_well_behaved_values_is_near_that_of_t():
    draw = random.Random(3)  # noqa: S311  statistics, not secrets
    values = [draw.gauss(1, 0.5) for _ in range(50)]
    expected = stats_oracle.t.interval(0.95, 49, fmean(values), stats_oracle.sem(values))
    assert stats.interval(values) == pytest.approx(expected, abs=0.03)


@given(VALUES)
def test_an_interval_holds_the_mean_and_stays_within_the_values(values):
    low, high = stats.interval(values, draws=200)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


@given(VALUES)
def test_turning_all_signs_changes_no_p_value(values):
    assert stats.permutation(values, draws=200) == pytest.approx(
        stats.permutation([-v for v in values], draws=200), abs=0.15
    )


def test_one_article_shows_no_spread():
    found = stats.paired({"a": [1.0]}, {"a": [2.0]})
    assert (found.low, found.high, found.p, found.smallest, found.needed) == (-math.inf, math.inf, 1.0, math.inf, None)


def test_arms_without_a_common_article_cannot_be_compared():
    with pytest.raises(ValueError, match="no article"):
        stats.paired({"a": [1.0]}, {"b": [2.0]})


def test_repeats_of_an_article_count_as_one_article():
    once = stats.paired({"a": [0.0], "b": [1.0]}, {"a": [1.0], "b": [1.0]})
    often = stats.paired({"a": [0.0] * 9, "b": [1.0]}, {"a": [1.0] * 9, "b": [1.0]})
    assert once == often


def test_only_articles_of_both_arms_are_compared():
    found = stats.paired({"a": [0.0], "b": [1.0]}, {"a": [0.5], "b": [1.0], "c": [9.0]})
    assert dict(found.differences) == {"a": 0.5, "b": 0.0}


def test_the_number_of_articles_needed_is_that_of_the_power_formula():
    found = stats.paired({key: [0.0] for key in "abcd"}, {"a": [0.1], "b": [0.3], "c": [-0.1], "d": [0.1]})
    z = stats_oracle.norm.ppf(0.975) + stats_oracle.norm.ppf(0.8)
    assert found.needed == math.ceil((z * found.spread / 0.1) ** 2)
    assert found.smallest == pytest.approx(z * found.spread / 2)


def test_holm_is_that_of_the_paper():
    assert stats.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert stats.holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_never_makes_a_p_value_smaller(ps):
    corrected = stats.holm(ps)
    assert all(p <= c <= 1 for p, c in zip(ps, corrected, strict=True))
