"""Compiling at a quiet moment what the first day would otherwise wait for."""

from dataclasses import replace

from .generate import generate_day
from .repair import repair
from .solve import solve


def warm_up() -> None:
    """Runs small days through every objective and a repair: what that compiles, numba keeps on disk."""
    solve(generate_day(60, 6, 12, seed=2, rooms=3, capacity=2), objective="stack", budget=0.5)
    day = generate_day(12, 4, 8, same_side=2, rooms=2)
    plan = solve(day, objective="stack", budget=1.0)
    solve(day, budget=1.0)
    gone = day.people[0].id
    here = tuple(replace(person, available=()) if person.id == gone else person for person in day.people)
    repair(replace(day, people=here, announced=plan.meetings, frozen_before=1), budget=1.0, curve=True)
