"""Days drawn anew: meetings and rules kept, costs those counted, chances those of every possible day."""

from itertools import pairwise, product

import numpy as np
import pytest

from belvedere.engines.meetings import generate_day, solve
from belvedere.engines.meetings.anew import draw_anew
from belvedere.engines.meetings.apart import seat_apart
from belvedere.engines.meetings.belief import believe
from belvedere.engines.meetings.board import COUNT, FILL, SEATS, SLOT, Board
from belvedere.engines.meetings.cheapest import LONGEST, cheapest
from belvedere.engines.meetings.ladder import value_ladder
from belvedere.engines.meetings.model import Model, compile_day
from belvedere.engines.meetings.narrow import possible
from belvedere.engines.meetings.order import least_holes, least_moves, person_cost, tally
from belvedere.engines.meetings.redraw import MOVE, WAIT, draw_days, excess, redraw
from belvedere.engines.meetings.rows import AWAY, row_costs, settle_tables
from belvedere.engines.meetings.seating import place_hosts
from belvedere.engines.meetings.solve import timetable
from belvedere.engines.meetings.types import Day, Pair, Person, Room
from belvedere.engines.meetings.visits import AT, BETWEEN, ROOM, STILL, WHEN, WHO, Visits, visits
from belvedere.engines.meetings.wait import HOLE


def planned(day: Day) -> tuple[Model, Board]:
    """The day and a timetable of its best value."""
    model = compile_day(day, place_hosts(day, [(p.a, p.b) for p in day.pairs]))
    at = {(m.a, m.b): m.slot for m in solve(day, budget=0.05).meetings}
    slot = np.array([at.get((day.pairs[k].a, day.pairs[k].b), -1) for k in model.pair])
    return model, timetable(model, value_ladder(model), slot, 0)


@pytest.fixture(scope="module")
def crowded() -> tuple[Model, Board]:
    """Group tables, rooms, wishes within a side, nobody who receives with a slot to spare."""
    return planned(generate_day(60, 6, 12, seed=1, rooms=2, capacity=2, same_side=8))


def fresh(board: Board) -> Visits:
    """The visits of a board as it stands."""
    found = visits(board)
    assert found is not None
    return found[1]


def test_the_board_keeps_its_meetings_and_costs_less(crowded: tuple[Model, Board]) -> None:
    model, board = crowded
    moves, holes = least_moves(board), least_holes(board, model)
    held, before = board.person[:, COUNT].copy(), tally(board)
    left = HOLE * (before[0] - int(holes.sum())) + before[1] - int(moves.sum())
    better, least = draw_anew(board, left, holes, moves, 0.5, 0)
    after = tally(board)
    assert better
    assert holes.sum() <= least <= after[0]
    assert HOLE * after[0] + after[1] < HOLE * before[0] + before[1]
    assert (board.person[:, COUNT] == held).all()
    assert (board.seat[:, :, FILL] <= board.seat[:, :, SEATS]).all()


def test_what_a_row_costs_is_what_the_board_counts(crowded: tuple[Model, Board]) -> None:
    _, board = crowded
    trips = fresh(board)
    row = np.flatnonzero((trips.held[:, STILL] == 0) & (trips.held[:, AT] == trips.held[0, AT]))
    paid = np.zeros((len(row), 12))
    row_costs(trips, row, 2, WAIT, paid)
    for k, e in enumerate(row):
        waits, changes = person_cost(board, int(trips.held[e, WHO]))
        assert paid[k, trips.held[e, WHEN]] == WAIT * waits + MOVE * changes
    assert (paid.max(axis=1) == AWAY).any()


def test_one_visitor_is_drawn_by_what_each_of_her_days_costs() -> None:
    people = (*(Person(f"b{k}", "buyer", room="nord" if k else "sud") for k in range(3)), Person("p", "seller"))
    day = Day(4, people, tuple(Pair("p", f"b{k}") for k in range(3)), rooms=(Room("nord", 2), Room("sud", 1)))
    _, board = planned(day)
    trips = fresh(board)
    place = [int(room) for room in trips.held[:, ROOM]]
    cost = {}
    for slots in (s for s in product(range(4), repeat=3) if len(set(s)) == 3):
        walk = [place[k] for k in np.argsort(slots)]
        cost[slots] = WAIT * (max(slots) - min(slots) - 2) + sum(a != b for a, b in pairwise(walk))
    weight = {slots: np.exp(-paid / 0.6) for slots, paid in cost.items()}
    seen = dict.fromkeys(weight, 0)
    base, stream = np.full(len(board.person), -1), np.array([7], np.uint64)
    price, full = np.zeros((len(base) + 1, 4)), np.zeros(0, np.int64)
    paid = excess(trips, base, 2)  # always above -1: she is drawn each time
    for _ in range(4000):
        draw_days(trips, base, 2, 0.6, price, full, paid, stream)
        seen[tuple(int(t) for t in trips.held[:, WHEN])] += 1
    share = np.array([weight[s] for s in seen]) / sum(weight.values())
    assert np.abs(np.array(list(seen.values())) / 4000 - share).max() < 0.03


def test_beliefs_give_each_meeting_a_slot_and_the_same_again(crowded: tuple[Model, Board]) -> None:
    _, board = crowded
    slots = []
    for _ in range(2):
        trips = fresh(board)
        assert believe(trips, 2, 40, 3)
        slots.append(trips.held[:, WHEN].tolist())
    assert slots[0] == slots[1]
    load = np.zeros(trips.seats.shape, np.int64)
    np.add.at(load, (trips.held[:, WHO], trips.held[:, WHEN]), 1)
    between = trips.held[:, STILL] == 1
    np.add.at(load, (trips.held[between, AT], trips.held[between, WHEN]), 1)
    np.add.at(load, (trips.held[~between, AT], trips.held[~between, WHEN]), 1)
    visitors = np.unique(trips.held[:, WHO])
    assert (load[visitors] <= trips.seats[visitors]).all()  # nobody in two places
    assert (trips.load == load)[np.unique(trips.held[~between, AT])].all()
    assert (trips.free >= 0).all()


def test_tables_settle_without_one_seat_taken_twice(crowded: tuple[Model, Board]) -> None:
    _, board = crowded
    found = visits(board)
    assert found is not None
    edges, trips = found
    redraw(trips, np.zeros(len(board.person), np.int64), 2, 3, 0)
    settle_tables(trips, 2, 4, 0)
    load = np.zeros(trips.seats.shape, np.int64)
    for column in (WHO, AT):
        np.add.at(load, (trips.held[:, column], trips.held[:, WHEN]), 1)
    assert (load <= trips.seats).all()
    assert len(edges) == int((board.edge[:, SLOT] >= 0).sum())


def test_meetings_of_two_visitors_keep_to_free_tables_and_to_one_place(crowded: tuple[Model, Board]) -> None:
    _, board = crowded
    slots = []
    for _ in range(2):
        trips = fresh(board)
        two = np.flatnonzero(trips.held[:, STILL] == BETWEEN)
        free = trips.free + np.bincount(trips.held[two, WHEN], minlength=12)
        assert len(two)
        assert seat_apart(trips, free)[0]
        assert (np.bincount(trips.held[two, WHEN], minlength=12) <= free).all()
        for column in (WHO, AT):
            assert (trips.seats[trips.held[two, column], trips.held[two, WHEN]] > 0).all()
        places = [(int(trips.held[e, c]), int(trips.held[e, WHEN])) for e in two for c in (WHO, AT)]
        assert len(set(places)) == len(places)
        slots.append(trips.held[two, WHEN].tolist())
    assert slots[0] == slots[1]


@pytest.mark.parametrize("seed", range(20))
def test_a_meeting_may_stand_where_some_timetable_has_it(seed: int) -> None:
    """Five meetings of one person, each with somebody of its own: every timetable is tried."""
    rng = np.random.default_rng(seed)
    seats = np.concatenate([rng.integers(0, 3, (1, 5)), np.ones((5, 5), np.int64)])
    ends, may = np.array([(0, k + 1) for k in range(5)]), (rng.random((5, 5)) < 0.5) & (seats[0] > 0)
    allowed = [np.flatnonzero(row) for row in may]
    kept = [when for when in product(*allowed) if (np.bincount(when, minlength=5) <= seats[0]).all()]
    for when in kept[:1]:
        possible(ends, np.array(when), seats, may)
        seen = np.zeros((5, 5), np.bool_)
        for each in kept:
            seen[np.arange(5), each] = True
        assert (may == seen).all()


def test_what_is_forbidden_at_one_table_is_at_the_next() -> None:
    """Two hosts receive one at a time, two who come early fill one's morning: who sees both hosts sees him at noon."""
    ends, may = np.array([(0, 2), (0, 3), (0, 4), (1, 4)]), np.ones((4, 3), np.bool_)
    may[:2, 2] = False
    may[3] = [True, False, True]
    possible(ends, np.array([0, 1, 2, 0]), np.ones((5, 3), np.int64), may)
    assert may.tolist() == [[True, True, False], [True, True, False], [False, False, True], [True, False, False]]


def test_nobody_waits_for_a_meeting_that_could_stand_elsewhere() -> None:
    people = (*(Person(f"p{k}", "seller") for k in range(2)), *(Person(f"b{k}", "buyer") for k in range(2)))
    pairs = (*(Pair(f"p{k}", f"b{j}", slot=2 + (k + j) % 2) for k in range(2) for j in range(2)), Pair("p0", "p1"))
    model = compile_day(Day(6, people, pairs, same_side=True))
    slot = np.array([pair.slot if pair.slot is not None else 0 for pair in (pairs[k] for k in model.pair)])
    found = visits(timetable(model, value_ladder(model), slot, 0))
    assert found is not None
    assert seat_apart(found[1], np.full(6, 4)) == (True, 0)
    assert found[1].held[slot == 0, WHEN].tolist() in ([1], [4])


def test_waiting_that_nobody_alone_must_do_is_proved_of_all_together() -> None:
    """Two visitors meet both hosts at the first two slots, and one another where a table is left: two slots later."""
    people = (*(Person(f"p{k}", "seller", (0, 1, 2, 3, 4)) for k in range(2)), Person("b0", "buyer", (0, 1)))
    people += (Person("b1", "buyer", (0, 1)),)
    pairs = (*(Pair(f"p{k}", f"b{j}", slot=(k + j) % 2) for k in range(2) for j in range(2)), Pair("p0", "p1"))
    day = Day(5, people, pairs, tables=2, tables_lost={2: 2, 3: 2}, same_side=True)
    model = compile_day(day)
    slot = np.array([pair.slot if pair.slot is not None else 4 for pair in (pairs[k] for k in model.pair)])
    board = timetable(model, value_ladder(model), slot, 0)
    trips = fresh(board)
    assert least_holes(board, model).sum() == 0
    assert seat_apart(trips, np.array([0, 0, 0, 0, 2])) == (True, 4)
    assert tally(board)[0] == 4


def test_the_cheapest_day_is_the_least_of_all_the_orders(crowded: tuple[Model, Board]) -> None:
    _, board = crowded
    trips, rng = fresh(board), np.random.default_rng(3)
    p = int(np.flatnonzero(np.diff(trips.start) == 3)[0])
    mine = trips.items[trips.start[p] : trips.start[p + 1]]
    table, apart, both = rng.random(12), rng.random(12), rng.random((len(trips.held), 12))
    paid, idle, when = np.zeros(1), np.zeros(1, np.int64), np.zeros((1, LONGEST), np.int64)
    cheapest(trips, np.array([p]), table, apart, both, paid, idle, when)
    best = np.inf
    for slots in (s for s in product(range(12), repeat=3) if len(set(s)) == 3):
        total = float((trips.seats[p, min(slots) : max(slots) + 1] > 0).sum() - 3)
        for e, t in zip(mine, slots, strict=True):
            who, at, still = (trips.held[e, column] for column in (WHO, AT, STILL))
            there = trips.seats[who, t] and trips.seats[at, t]
            price = table[t] if still != BETWEEN else both[e, t] + apart[t] if who == p else -both[e, t]
            total += price if there else np.inf
        best = min(best, total)
    assert paid[0] == pytest.approx(best)
