"""Secrecy at the only door: small counts never leave, nor what would give them away."""

import ast
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines import flows
from belvedere.observatory.models import Series
from belvedere.observatory.queries import published, secrecy
from tests.factories.observatory import SeriesFactory, fill
from tests.house.places import SOURCES

pytestmark = pytest.mark.django_db
counts = st.integers(0, 60)


def values(series):
    (one,) = published.shown([series])
    return [point.value for point in one.points]


def test_without_a_threshold_everything_is_shown(nights):
    fill(nights, [3, 100])
    assert values(nights) == [3.0, 100.0]


def test_a_small_count_hides_another_so_that_the_year_can_be_shown(source):
    series = SeriesFactory(source=source, secrecy=20)
    fill(series, [100.0] * 12 + [100.0, 5.0, 0.0, 90.0])
    (one,) = published.shown([series])
    assert [point.value for point in one.points][12:] == [100.0, None, 0.0, None]
    latest, before = one.years()
    assert (latest.year, latest.value, latest.hidden) == (2024, 195.0, 2)
    assert (before.year, before.value) == (2023, 1200.0)
    (cut,) = published.shown([series], first=date(2024, 2, 1))
    assert cut.years()[0].value is None, "the sum of a part of a year would be a table more"


def test_a_revision_does_not_give_away_what_was_hidden(source):
    series = SeriesFactory(source=source, secrecy=20)
    fill(series, [100.0, 5.0, 90.0, 300.0], first=2024)
    assert values(series) == [100.0, None, None, 300.0]
    fill(series, [100.0, 40.0, 90.0, 300.0], first=2024, delivered=date(2024, 5, 1), delivery=2)
    (one,) = published.shown([series])
    assert [point.value for point in one.points] == [100.0, None, None, 300.0], "90 and the former sum give 5"
    assert one.years()[0].value == 530.0


def test_a_part_cannot_be_found_from_its_total_and_its_brothers(source):
    whole = SeriesFactory(source=source)
    parts = [SeriesFactory(source=source, total=whole, secrecy=20) for _ in range(3)]
    for series, value in zip([whole, *parts], (305, 5, 100, 200), strict=True):
        fill(series, [value])
    held = [values(one)[0] for one in [whole, *parts]]
    assert held == [305.0, None, None, 200.0]
    assert values(whole) == [305.0]
    Series.everything.filter(pk=parts[0].pk).update(secrecy=0)
    assert values(parts[0]) == [None], "the strictest threshold of a family holds for all of it"


def test_a_total_that_its_parts_do_not_reach_keeps_its_rest(source):
    whole = SeriesFactory(source=source)
    part = SeriesFactory(source=source, total=whole, secrecy=20)
    fill(whole, [305])
    fill(part, [5])
    assert (values(whole), values(part)) == ([305.0], [None])


def test_parts_of_parts_are_one_family(source):
    top = SeriesFactory(source=source, secrecy=20)
    middle = SeriesFactory(source=source, total=top)
    low = [SeriesFactory(source=source, total=middle) for _ in range(2)]
    for series, value in zip([top, middle, *low], (500, 100, 4, 96), strict=True):
        fill(series, [value])
    assert [values(one)[0] for one in [top, middle, *low]] == [500.0, 100.0, None, None]


def test_what_is_kept_in_memory_follows_the_facts(source):
    series = SeriesFactory(source=source, secrecy=20)
    fill(series, [5])
    assert values(series) == [None]
    fill(series, [50], delivered=date(2024, 5, 1), delivery=2)
    assert values(series) == [50.0]


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.lists(counts, min_size=2, max_size=3), min_size=2, max_size=4), st.integers(2, 25))
def test_no_hidden_count_of_a_random_family_is_found_by_attack(groups, threshold):
    """Leaves, their groups, the total of the groups: everything shown is used against what is hidden."""
    members, held, leaves = [Series(pk=1)], {1: 0}, 10
    for number, group in enumerate(groups, start=2):
        members.append(Series(pk=number, total_id=1))
        held[number] = sum(group)
        held[1] += sum(group)
        for value in group:
            members.append(Series(pk=leaves, total_id=number))
            held[leaves] = value
            leaves += 1
    day = date(2024, 1, 1)
    block = secrecy.block_of(members, {(number, day): value for number, value in held.items()}, threshold)
    names = [(str(number), str(day)) for number in sorted(held)]
    release = flows.next_release(block, threshold)
    place = {name: k for k, name in enumerate(names)}
    totals = sorted({one.total_id for one in members if one.total_id})
    relations = flows.Relations(
        tuple(place[str(whole), str(day)] for whole in totals),
        tuple(tuple(place[str(one.pk), str(day)] for one in members if one.total_id == whole) for whole in totals),
    )
    blank = np.array([name in release.hidden for name in names])
    cells = np.array([held[int(number)] for number, _day in names])
    assert not ((cells > 0) & (cells < threshold) & ~blank).any()
    assert not [guess for guess in flows.attack(cells, relations, blank) if guess.found]


def test_screens_and_files_never_read_the_facts_themselves():
    """``queries.facts`` is for reckoning: an output that used it would show what is hidden."""
    room = SOURCES / "observatory"
    doors = [*room.glob("views*"), *room.glob("exports*"), *room.glob("office*")]
    files = [file for door in doors for file in (door.rglob("*.py") if door.is_dir() else [door])]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and "queries" in (node.module or ""):
                assert "facts" not in [name.name for name in node.names], file
            if isinstance(node, ast.ImportFrom | ast.Import):
                assert "queries.facts" not in ast.unparse(node), file
