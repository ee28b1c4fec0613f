"""An attacker with linear programming finds no hidden count: margins, nested zones, successive periods."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from belvedere.engines.flows import (
    Axis,
    Dimension,
    FlowsError,
    Relations,
    SecrecyError,
    attack,
    cube,
    cube_relations,
    protect,
    publish,
    suppress,
    total_axis,
)
from belvedere.engines.flows.secrecy import primary

THRESHOLD = 20
NESTED = Axis(7, ((0, 1, 2), (3, 4, 5, 6), (7, 8)))


def _table(seed, shape):
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.lognormal(3, 1.2, shape)) * (rng.random(shape) > 0.1)


def _nothing_found(values, relations, hidden):
    assert not (primary(values, THRESHOLD) & ~hidden).any()
    assert [guess.cell for guess in attack(values, relations, hidden) if guess.found] == []


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 6), st.integers(2, 8))
def test_no_cell_of_a_table_with_margins_is_found(seed, rows, columns):
    axes = [total_axis(rows), total_axis(columns)]
    values, relations = cube(_table(seed, (rows, columns)), axes).ravel(), cube_relations(axes)
    _nothing_found(values, relations, protect(values, relations, THRESHOLD))


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 10**6))
def test_no_cell_is_found_across_nested_zones_and_nested_periods(seed):
    axes = [NESTED, Axis(4, ((0, 1), (2, 3), (4, 5)))]
    values, relations = cube(_table(seed, (7, 4)), axes).ravel(), cube_relations(axes)
    _nothing_found(values, relations, protect(values, relations, THRESHOLD))


def test_without_secondary_suppression_the_same_attack_finds_cells():
    axes = [total_axis(5), total_axis(6)]
    leaves = np.full((5, 6), 500)
    leaves[2, 3] = 7
    values, relations = cube(leaves, axes).ravel(), cube_relations(axes)
    alone = primary(values, THRESHOLD)
    (guess,) = attack(values, relations, alone)
    assert guess.found
    assert guess.low == pytest.approx(7)


def test_a_hidden_square_is_found_by_algebra_where_counting_per_line_is_content():
    relations = Relations((4, 5), ((0, 1), (0, 1, 2, 3)))  # 4 = 0 + 1 and 5 = 0 + 1 + 2 + 3
    hidden = np.array([True, True, True, False, False, False])
    values = np.array([30, 40, 5, 25, 70, 100])
    assert [guess.cell for guess in attack(values, relations, hidden) if guess.found] == [2]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.integers(2, 12))
def test_every_line_hides_nothing_or_enough(seed, rows, columns):
    axes = [total_axis(rows), total_axis(columns)]
    values, relations = cube(_table(seed, (rows, columns)), axes).ravel(), cube_relations(axes)
    hidden = suppress(values, relations, THRESHOLD)
    for cells in relations.members():
        shown_positive = (~hidden[cells] & (values[cells] > 0)).any()
        count, mass = hidden[cells].sum(), values[cells[hidden[cells]]].sum()
        assert count == 0 or not shown_positive or (count >= 2 and mass >= THRESHOLD)


@given(st.integers(0, 10**6))
def test_the_cube_adds_up(seed):
    axes = [NESTED, total_axis(3)]
    values, relations = cube(_table(seed, (7, 3)), axes).ravel(), cube_relations(axes)
    for total, parts in zip(relations.total, relations.parts, strict=True):
        assert values[total] == values[list(parts)].sum()


def _facts(counts, weeks):
    rows = [(zone, week, int(counts[z, w])) for z, zone in enumerate("abcdef") for w, week in enumerate(weeks)]
    zone, week, volume = zip(*rows, strict=True)
    return pa.table({"zone": zone, "week": week, "volume": pa.array(volume, pa.int64())})


PARENTS = {"a": "Nord", "b": "Nord", "c": "Nord", "d": "Sud", "e": "Sud", "f": "Sud"}


def _joint_attack(tables, counts, weeks):
    """Bounds of every leaf under the threshold from all the tables at once: what they show is a sum of leaves."""
    leaves = [(zone, week) for zone in "abcdef" for week in weeks]
    rows, right = [], []
    for published in tables:
        for cell in published.table.to_pylist():
            if cell["volume"] is not None:
                inside = [published.members[k][cell[name]] for k, name in enumerate(("zone", "week"))]
                rows.append([float(zone in inside[0] and week in inside[1]) for zone, week in leaves])
                right.append(cell["volume"])
    shown = np.array(rows)
    for k in np.flatnonzero(counts.ravel() < THRESHOLD):
        goal = np.zeros(len(leaves))
        goal[k] = 1
        low, high = (linprog(sign * goal, A_eq=shown, b_eq=right) for sign in (1, -1))
        ceiling = -high.fun if high.status == 0 else np.inf
        assert low.status == 0
        yield low.fun, ceiling


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6))
def test_two_publications_of_a_growing_season_reveal_no_small_count_by_difference(seed):
    counts = _table(seed, (6, 5)) + 1
    zones, weeks = Dimension("zone", PARENTS), [f"s{w}" for w in range(5)]
    june = dict.fromkeys(weeks, "juin")
    first = publish(_facts(counts[:, :4], weeks[:4]), [zones, Dimension("week", june)])
    try:
        second = publish(_facts(counts, weeks), [zones, Dimension("week", june)], earlier=[first])
    except SecrecyError:
        return  # nothing left the door: that too keeps the secret
    for low, high in _joint_attack([first, second], counts, weeks):
        assert high - low >= 1 - 1e-6
    assert not any("\x00" in name for name in second.table["week"].to_pylist())


def test_the_difference_of_two_seasons_is_guarded():
    counts = np.full((6, 3), 200)
    counts[0, 2] = 4
    weeks = ["s0", "s1", "s2"]
    first = publish(_facts(counts[:, :2], weeks[:2]), [Dimension("zone"), Dimension("week")])
    second = publish(_facts(counts, weeks), [Dimension("zone"), Dimension("week")], earlier=[first])
    cell = {(row["zone"], row["week"]): row["volume"] for row in second.table.to_pylist()}
    assert cell["a", "s2"] is None
    assert cell["a", "TOUT"] is None  # else the season grown minus the season shown gives it away
    assert cell["a", "s0"] == 200
    with pytest.raises(FlowsError, match="gardez toute la période"):
        publish(_facts(counts[:, :1], weeks[:1]), [Dimension("zone"), Dimension("week")], earlier=[first])


def test_what_the_unit_forbids_to_add_has_no_total():
    table = publish(_facts(np.full((6, 2), 90), ["s0", "s1"]), [Dimension("zone", adds=False), Dimension("week")]).table
    assert "TOUT" not in table["zone"].to_pylist()
    assert table["volume"].null_count == 0


def test_an_impossible_promise_is_said():
    relations = Relations((3,), ((0, 1, 2),))
    values = np.array([5, 400, 300, 705])
    with pytest.raises(SecrecyError, match="publication antérieure"):
        protect(values, relations, THRESHOLD, shown=np.array([False, True, True, True]))


def test_levels_that_swallow_one_another_are_refused():
    loop = {**PARENTS, "Nord": "Massif", "d": "Nord"}
    facts = _facts(np.full((6, 1), 90), ["s0"])
    assert publish(facts, [Dimension("zone", loop), Dimension("week")]).hidden == 0
    with pytest.raises(FlowsError):
        publish(facts, [Dimension("zone", {"a": "Nord", "Nord": "Sud", "b": "Sud", "Sud": "Nord"}), Dimension("week")])
