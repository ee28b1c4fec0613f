"""Acquisition against retention: who is credited, and an interval that holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.value import Acts, CostLine, Purpose, Settings, cost_ratio, log_cost, ratio_of, visits_of
from belvedere.engines.value.costs import credited

WIN, KEEP = Purpose.ACQUISITION, Purpose.RETENTION
NOW = Settings(today=1000, stay=0, lag=10)


def came(*pairs):
    who, day = zip(*pairs, strict=True)
    return visits_of(Acts(np.array(who), np.array(day), np.full(len(who), np.nan)), 0)


def test_a_first_visit_is_won_and_a_later_one_is_kept():
    visits = came((0, 100), (0, 150), (1, 50), (1, 155), (2, 400))
    lines = [CostLine("a", WIN, 100, 95, 110), CostLine("r", KEEP, 100, 145, 160)]
    assert credited(visits, lines, WIN, NOW).tolist() == [1.0]
    assert credited(visits, lines, KEEP, NOW).tolist() == [2.0]


def test_only_those_who_were_written_to_are_put_to_a_mailing_s_credit():
    visits = came((0, 100), (0, 150), (1, 50), (1, 155))
    line = CostLine("r", KEEP, 100, 145, 160, frozenset({1}))
    assert credited(visits, [line], KEEP, NOW).tolist() == [1.0]


def test_somebody_who_comes_twice_during_a_campaign_came_back_once():
    visits = came((0, 1), (0, 150), (0, 155))
    assert credited(visits, [CostLine("r", KEEP, 100, 145, 160)], KEEP, NOW).tolist() == [1.0]


def test_two_campaigns_share_by_what_they_spent():
    visits = came((0, 100))
    lines = [CostLine("a", WIN, 300, 90, 110), CostLine("b", WIN, 100, 95, 120)]
    assert credited(visits, lines, WIN, NOW).tolist() == [0.75, 0.25]


DAYS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 300)), min_size=1, max_size=30, unique=True)
LINES = st.lists(
    st.builds(
        lambda purpose, amount, start, length: CostLine("x", purpose, amount, start, start + length),
        st.sampled_from(list(Purpose)), st.floats(1, 1e5), st.integers(0, 300), st.integers(0, 90),
    ),
    max_size=5,
)  # fmt: skip


@given(DAYS, LINES)
def test_nobody_is_credited_more_than_once_a_visit(pairs, lines):
    visits = came(*pairs)
    won, kept = (float(credited(visits, lines, purpose, NOW).sum()) for purpose in Purpose)
    assert won <= (visits.rank == 0).sum() + 1e-9
    assert kept <= (visits.rank > 0).sum() + 1e-9


def test_the_ratio_does_not_depend_on_the_currency():
    amounts, people = np.array([100.0, 250.0, 80.0]), np.array([10.0, 31.0, 5.0])
    other = np.array([12.0, 9.0, 30.0])
    euros = ratio_of(log_cost(amounts, people), log_cost(amounts, other), 0.9)
    cents = ratio_of(log_cost(amounts * 100, people), log_cost(amounts * 100, other), 0.9)
    assert (euros.mean, euros.low, euros.high) == pytest.approx((cents.mean, cents.low, cents.high))
    turned = ratio_of(log_cost(amounts, other), log_cost(amounts, people), 0.9)
    assert (turned.low, turned.high) == pytest.approx((1 / euros.high, 1 / euros.low))


@pytest.mark.parametrize(("campaigns", "spread"), [(3, 0.5), (5, 0.9), (8, 0.2)])
def test_the_interval_holds_the_true_ratio_as_often_as_it_says(campaigns, spread):
    """Four times, said by campaigns that differ: nine intervals in ten should hold it; give chance two points."""
    rng = np.random.default_rng(11)

    def side(cost):
        amounts = rng.gamma(2, 1000, campaigns) + 300
        luck = rng.gamma(1 / spread**2, spread**2, campaigns)
        return log_cost(amounts, rng.poisson(amounts / cost * luck).astype(float))

    held = [found.low <= 4 <= found.high for found in (ratio_of(side(40), side(10), 0.9) for _ in range(1500))]
    assert 0.86 <= np.mean(held) <= 0.96


def test_what_is_missing_is_said_side_by_side():
    visits = came((0, 100), (1, 105), (1, 150))
    found = cost_ratio(visits, [CostLine("a", WIN, 500, 90, 110)], NOW)
    assert found.ratio is None
    assert found.missing == (
        "1 dépense(s) notée(s) pour faire venir, il en faut 3",
        "2 personne(s) au crédit de ce qui doit faire venir, il en faut 20",
        "aucune dépense pour faire revenir n’est notée",
    )


def test_a_campaign_that_has_not_begun_does_not_count():
    found = cost_ratio(came((0, 100)), [CostLine("a", WIN, 500, 2000, 2100)], NOW)
    assert found.sides[0].campaigns == 0
