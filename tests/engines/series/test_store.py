"""Facts are versions: said twice they change nothing, definitive ones win, nothing that was said is lost."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines import series
from belvedere.engines.series import store

FIRST = date(2024, 1, 1)
points = st.dictionaries(st.integers(0, 40), st.tuples(st.integers(0, 50), st.booleans()), max_size=15)
deliveries = st.lists(st.dictionaries(st.integers(1, 3), points, max_size=3), min_size=1, max_size=4)


def table(given_points, number):
    found = [
        (key, series.IncomingSeries(
            str(key), "D", series.Traits(),
            np.array([FIRST + timedelta(days=day) for day in sorted(held)], "datetime64[D]"),
            np.array([held[day][0] for day in sorted(held)], float),
            np.array([held[day][1] for day in sorted(held)], bool),
        ))
        for key, held in sorted(given_points.items())
    ]  # fmt: skip
    return store.incoming_table(found, delivered=FIRST + timedelta(days=number), delivery=number)


@given(deliveries)
def test_the_store_holds_what_a_plain_dictionary_would(given_deliveries):
    facts, held = store.SCHEMA.empty_table(), {}
    for number, delivery in enumerate(given_deliveries):
        facts = store.merge(facts, table(delivery, number)).table
        for key, days in delivery.items():
            for day, (value, early) in days.items():
                before = held.get((key, day))
                if before is None or not early or before[1]:
                    held[key, day] = (value, early if before is None or before[0] != value or not early else before[1])
    rows = store.current(facts).to_pylist()
    assert {(row["series"], (row["period"] - FIRST).days): row["value"] for row in rows} == {
        key: value for key, (value, _) in held.items()
    }
    assert [(row["series"], row["period"]) for row in rows] == sorted((row["series"], row["period"]) for row in rows)


@given(deliveries)
def test_a_delivery_said_twice_writes_nothing_and_versions_are_never_lost(given_deliveries):
    facts = store.SCHEMA.empty_table()
    for number, delivery in enumerate(given_deliveries):
        merged = store.merge(facts, table(delivery, number))
        again = store.merge(merged.table, table(delivery, number + 100))
        assert not again.changed
        assert again.table.num_rows == merged.table.num_rows
        assert merged.table.num_rows >= facts.num_rows
        assert set(map(str, facts.to_pylist())) <= set(map(str, merged.table.to_pylist()))
        facts = merged.table


def test_provisional_then_definitive_are_both_kept_with_their_day():
    first = store.merge(store.SCHEMA.empty_table(), table({1: {0: (10, True)}}, 1))
    second = store.merge(first.table, table({1: {0: (12, False)}}, 2))
    late = store.merge(second.table, table({1: {0: (11, True), 1: (5, True)}}, 3))
    assert first.outcomes == {1: store.Outcome(new=1)}
    assert second.outcomes == {1: store.Outcome(revised=1)}
    assert late.outcomes == {1: store.Outcome(new=1, kept=1)}
    rows = [(row["value"], row["provisional"], row["delivered"].day) for row in second.table.to_pylist()]
    assert rows == [(10.0, True, 2), (12.0, False, 3)]
    assert store.current(late.table)["value"].to_pylist() == [12.0, 5.0]
    (extent,) = store.extents(late.table)
    assert (extent.points, extent.provisional, extent.delivered.day) == (2, 1, 4)
    assert extent.first < extent.last


def test_confirming_a_provisional_value_makes_it_definitive():
    first = store.merge(store.SCHEMA.empty_table(), table({1: {0: (10, True)}}, 1))
    second = store.merge(first.table, table({1: {0: (10, False)}}, 2))
    assert second.outcomes == {1: store.Outcome(revised=1)}
    assert store.current(second.table)["provisional"].to_pylist() == [False]


def test_a_delivery_begun_again_says_what_it_had_done():
    first = store.merge(store.SCHEMA.empty_table(), table({1: {0: (10, True)}}, 1))
    given_points = {1: {0: (12, False), 1: (7, False)}}
    second = store.merge(first.table, table(given_points, 2))
    again = store.merge(second.table, table(given_points, 2))
    assert second.outcomes == again.outcomes == {1: store.Outcome(new=1, revised=1)}
    assert (second.changed, again.changed) == (True, False)
