"""Reasons are true, a repair changes as little as it says, the command refuses with one sentence."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.meetings import capacity, faults, generate_day, plan_form, read_day, repair, solve
from belvedere.engines.meetings.__main__ import main
from belvedere.engines.meetings.dzn import read_dzn
from belvedere.engines.meetings.holes import breaches, breaks_of, fewest_holes
from belvedere.engines.meetings.reasons import Book
from belvedere.engines.meetings.types import Day, MeetingsError, Plan


def truth_of(day: Day, plan: Plan, a: str, b: str, reason: str) -> bool:
    """Re-checks a reason by looking at the finished day only."""
    book = Book.of(day, plan.meetings, plan.lunch)
    here = {n: [t for t in range(day.slots) if book.seats[n][t]] for n in (a, b)}
    free = {n: [t for t in here[n] if len(book.at[n, t]) < book.seats[n][t]] for n in (a, b)}
    common = set(here[a]) & set(here[b])
    if "journée est pleine" in reason:
        return not free[reason.split(" :")[0]]
    if "maximum" in reason:
        name = reason.split(" ")[0]
        return book.count[name] == book.people[name].max
    if "Aucun créneau commun" in reason:
        return not common
    if "La table de" in reason:
        return not common & set(free[reason.split(" ")[3]])
    if "est déjà pris à tous" in reason:
        return not common & set(free[reason.split(" ")[0]])
    if "l’un des deux" in reason:
        return not set(free[a]) & set(free[b])
    if "Toutes les tables" in reason:
        both = set(free[a]) & set(free[b])
        used = {t: len(book.hosts[t]) + book.alone[t] for t in both}
        return all(book.host(a, b) not in book.hosts[t] and used[t] >= book.tables[t] for t in both)
    return "disponible à aucun créneau" in reason and not (here[a] and here[b])


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([None, 2, 4]))
def test_reasons_are_true(seed: int, tables: int | None) -> None:
    day = replace(generate_day(18, 5, 6, seed=seed, holes=0.2), tables=tables)
    plan = solve(day, budget=0.05)
    met = {(m.a, m.b) for m in plan.meetings}
    assert {(p.a, p.b) for p in day.pairs} - met == {(u.a, u.b) for u in plan.unmet}
    for wish in plan.unmet:
        assert truth_of(day, plan, wish.a, wish.b, wish.reason), (wish, plan.meetings)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 6), st.sampled_from([0, 1]))
def test_repair_touches_only_what_it_must(seed: int, frozen: int, lost: int) -> None:
    day = generate_day(24, 6, 8, seed=seed)
    first = solve(day, budget=0.05)
    absent = tuple(p.id for k, p in enumerate(day.people) if (k + seed) % 11 == 0)
    broken = replace(day, announced=first.meetings, absent=absent, frozen_before=frozen)
    if lost:
        broken = replace(broken, tables=5)
    mended = repair(broken, budget=0.05, seed=1)
    form = json.loads(json.dumps(plan_form(mended.plan, 0.0)))
    assert faults(broken, form) == []
    assert len(mended.changed) == mended.fewest
    kept = {(m.a, m.b, m.slot) for m in mended.plan.meetings}
    assert all(m.slot >= frozen for m in mended.added)
    if not lost:
        assert {(m.a, m.b, m.slot) for m in mended.changed} == {
            (m.a, m.b, m.slot) for m in first.meetings if m.a in absent or m.b in absent
        }
        untouched = {p.id for p in day.people} - set(absent)
        for name in untouched - {n for m in mended.changed for n in (m.a, m.b)}:
            before = {(m.a, m.b, m.slot) for m in first.meetings if name in (m.a, m.b)}
            assert before <= kept
    assert mended.plan.value <= mended.full_value_bound + 1e-6


def test_walk_ins_are_served_without_moving_anybody() -> None:
    day = generate_day(20, 5, 10, seed=1)
    first = solve(day, budget=0.1)
    data: Any = {"id": "walk-in", "side": "seller"}
    people = (*day.people, read_day({"slots": 10, "people": [data], "pairs": []}).people[0])
    pairs = (*day.pairs, *(replace(day.pairs[0], a="walk-in", b=f"b{k}", weight=9.0) for k in range(5)))
    mended = repair(replace(day, people=people, pairs=pairs, announced=first.meetings), budget=0.1)
    assert mended.changed == ()
    assert {m.a for m in mended.added} <= {"walk-in"} | {p.id for p in day.people}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"people": [], "pairs": []}, "slots"),
        ({"slots": 0, "people": [], "pairs": []}, "slots"),
        ({"slots": 2, "people": [{"id": "a", "side": "x"}], "pairs": []}, "people[0].side"),
        ({"slots": 2, "people": [{"id": "a", "side": "seller", "available": [2]}], "pairs": []}, "people[0].available"),
        ({"slots": 2, "people": [], "pairs": [{"a": "a", "b": "b"}]}, "pairs[0].a"),
        ({"slots": 2, "people": [], "pairs": [], "colour": 1}, "colour"),
        ({"slots": 2, "people": [{"id": "a", "side": "buyer", "min": 3, "max": 1}], "pairs": []}, "people[0].min"),
        ({"slots": 2, "people": [], "pairs": [], "announced": [{"a": "a", "b": "b", "slot": 0}]}, "announced[0].a"),
        ([1], "fichier"),
    ],
)
def test_wrong_days_are_refused_with_the_field(data: Any, place: str) -> None:
    with pytest.raises(MeetingsError) as caught:
        read_day(data)
    assert str(caught.value).startswith(place)
    assert "\n" not in str(caught.value)


def test_the_command_writes_checks_and_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day, plan = tmp_path / "day.json", tmp_path / "plan.json"
    people = [{"id": "p", "side": "seller"}, {"id": "b", "side": "buyer"}]
    day.write_text(json.dumps({"slots": 2, "people": people, "pairs": [{"a": "p", "b": "b", "weight": 3.5}]}))
    assert main([str(day), "-o", str(plan)]) == 0
    form = json.loads(plan.read_text())
    assert (form["status"], form["value"], form["bound"], form["gap"]) == ("optimal", 3.5, 3.5, 0.0)
    assert main([str(day), "--check", str(plan)]) == 0
    form["meetings"][0]["slot"] = 5
    plan.write_text(json.dumps(form))
    assert main([str(day), "--check", str(plan)]) == 1
    assert main([str(day), "-o", str(tmp_path / "plan.csv")]) == 0
    day.write_text("{")
    capsys.readouterr()
    assert main([str(day)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_csv_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "people.csv").write_text("id;side;available\np;seller;0 1\nb;buyer;\n")
    (tmp_path / "pairs.csv").write_text("a;b;weight\np;b;2,5\n")
    assert main([str(tmp_path), "--slots", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == 2.5
    (tmp_path / "pairs.csv").write_text("a;b;weight\np;b;beaucoup\n")
    assert main([str(tmp_path), "--slots", "2"]) == 2
    assert "pairs.csv ligne 2, colonne weight" in capsys.readouterr().err


def test_capacity_says_who_stays_out_and_what_mends_it() -> None:
    day = generate_day(120, 3, 10, seed=0, waves=False)
    meter = capacity(day, minutes=15)
    assert meter.meetings <= 30
    assert meter.unserved >= 90 - 1
    assert any("par table" in line for line in meter.advice)
    assert capacity(generate_day(5, 5, 20, seed=0, caps=None)).unserved == 0


DZN = """nBusiness = 3; nMeetings = 3; nTables = 1; nTotalSlots = 5; nMorningSlots = 3;
requested = [|1, 2,3, |1, 3,1, |2, 3,2, |]; forbidden = [{0},{0},{}]; fixed = [0,0,0]; precedences = [{},{},{}];"""


def test_published_form_is_read_and_solved() -> None:
    instance = read_dzn(DZN)
    answer = fewest_holes(instance, budget=2.0, seed=0, progress=lambda _: None)
    assert breaches(instance, answer.slot) == []
    assert (answer.breaks, answer.bound) == (1, 1)
    assert breaks_of(instance, (0, 2, 4)) == [1, 1, 1]
    with pytest.raises(MeetingsError, match="fixed"):
        read_dzn(DZN.replace("fixed = [0,0,0];", ""))


@pytest.mark.realdata
def test_published_optimum_is_found() -> None:
    folder = Path(__file__).resolve().parents[4] / "shared" / "data" / "rencontres"
    if not folder.is_dir():
        pytest.skip(f"instances absentes : {folder}")
    instance = read_dzn((folder / "forumt-14.original.dzn").read_text())
    answer = fewest_holes(instance, budget=20.0, seed=0, progress=lambda _: None)
    assert breaches(instance, answer.slot) == []
    assert (answer.breaks, answer.bound) == (5, 5)
