"""The professional meetings day: value, proof and fairness against CP-SAT, greedy and first come first served.

.venv/bin/python benchmarks/meetings.py [--cases small,main,large,large-lunch,stack,repair]
    [--budget 10] [--peer-seconds 60]
"""

import argparse
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from belvedere.engines.meetings import Day, Meeting, faults, generate_day, plan_form, repair, solve, usual
from belvedere.engines.meetings.model import compile_day

SIZES = {
    "small": (500, 60, 22, True, "proved"),
    "main": (3000, 300, 22, True, "proved, <= 2 s, < 500 MB"),
    "large": (10_000, 1_000, 44, False, "proved, <= 5 s, < 1 GB"),
    "large-lunch": (10_000, 1_000, 44, True, "proved"),
}


def megabytes() -> float:
    """Greatest resident memory of this process so far; ``getrusage`` would say its parent's where that was more."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def fairness(day: Day, meetings: Sequence[Meeting]) -> str:
    """Least, tenth percentile and number of sellers without a meeting."""
    count = Counter(name for m in meetings for name in (m.a, m.b))
    held = np.array([count[p.id] for p in day.people if p.side == "seller"])
    return f"min {held.min()}, p10 {np.percentile(held, 10):.0f}, none {int((held == 0).sum())}"


def plain_cp_sat(day: Day, seconds: float) -> tuple[float | None, float]:
    """The plain model, one literal per wish and slot: value found (None: nothing) and bound."""
    from ortools.sat.python import cp_model

    model, cp = compile_day(day), cp_model.CpModel()
    rows: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    people: dict[int, list[cp_model.IntVar]] = {}
    terms = []
    for e in range(len(model.a)):
        mine = []
        for t in np.flatnonzero((model.seats[model.a[e]] > 0) & (model.seats[model.b[e]] > 0)):
            x = cp.new_bool_var("")
            mine.append(x)
            terms.append(int(model.weight[e]) * x)
            for p in (int(model.a[e]), int(model.b[e])):
                rows.setdefault((p, int(t)), []).append(x)
                people.setdefault(p, []).append(x)
        cp.add_at_most_one(mine)
    for (p, t), xs in rows.items():
        cp.add(sum(xs) <= int(model.seats[p, t]))
    for p, xs in people.items():
        cp.add(sum(xs) <= int(model.limit[p]))
    cp.maximize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(cp)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (solver.objective_value / model.scale if found else None), solver.best_objective_bound / model.scale


def value_of(day: Day, meetings: Sequence[Meeting]) -> float:
    """Sum of the weights."""
    weight = {(p.a, p.b): p.weight for p in day.pairs}
    return sum(weight[m.a, m.b] for m in meetings)


def compare(name: str, options: argparse.Namespace) -> None:
    """One size: ours, then the peers on the same day."""
    sellers, buyers, slots, lunch, goal = SIZES[name]
    day = generate_day(sellers, buyers, slots, seed=options.seed, waves=lunch)
    extra = "availabilities, caps" + (", lunch in two waves" if lunch else "")
    print(f"\n{name}: {sellers} x {buyers}, {slots} slots, {extra}, {len(day.pairs)} wishes (goal: {goal})")
    for attempt in ("cold", "warm"):
        cpu, wall = time.process_time(), time.perf_counter()
        plan = solve(day, budget=options.budget, seed=options.seed)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(f"  {attempt}: {plan.value:g}  bound {plan.bound:g}  gap {100 * plan.gap:.4f} %  {plan.status}"
              f"  {fairness(day, plan.meetings)}  cpu {cpu:.2f} s, wall {wall:.2f} s,"
              f" {megabytes():.0f} MB")  # fmt: skip
    assert not faults(day, plan_form(plan, 0.0))
    booked = random.Random(options.seed).sample([(p.a, p.b) for p in day.pairs], len(day.pairs))
    peers = {
        "greedy by score": lambda: usual(day, "score"),
        "first come first served": lambda: usual(day, "given", given=booked),
    }
    for label, peer in peers.items():
        start = time.process_time()
        found = peer()
        value = value_of(day, found)
        print(f"  {label}: {value:g} ({100 * value / plan.value:.2f} % of ours)  {fairness(day, found)}"
              f"  cpu {time.process_time() - start:.2f} s")  # fmt: skip
    if options.peer_seconds > 0 and not name.startswith("large"):
        start = time.process_time()
        value, bound = plain_cp_sat(day, options.peer_seconds)
        print(f"  CP-SAT plain: {value} bound {bound:g}  cpu {time.process_time() - start:.1f} s")


def stack(options: argparse.Namespace) -> None:
    """Every level of the lexicographic stack, with rooms, group tables and same-side wishes."""
    print("\nstack: 3000 x 300, 22 slots, 3 rooms (goal: <= 60 s, gap <= 0.1 % on any level not proved)")
    for label, extra in (("pairs", {}), ("group tables, same side", {"capacity": 2, "same_side": 300})):
        day = generate_day(3000, 300, 22, seed=options.seed, rooms=3, **extra)
        cpu = time.process_time()
        plan = solve(day, objective="stack", budget=options.budget, seed=options.seed)
        print(f"  {label}: cpu {time.process_time() - cpu:.1f} s  {fairness(day, plan.meetings)}")
        for level in plan.levels:
            print(f"    {level.name:12} {level.value:g} / {level.bound:g}  {'proved' if level.proved else ''}"
                  f"  gap {100 * level.gap:.4f} %")  # fmt: skip
        assert not faults(day, plan_form(plan, 0.0))


def mend(options: argparse.Namespace) -> None:
    """Repair after 5 % of the sellers do not come, against planning the rest of the day again."""
    print("\nrepair: 3000 x 300, 5 % no-shows (goal: <= 1 s, fewest changes proved, >= 99 % of a full re-solve)")
    day = generate_day(3000, 300, 22, seed=options.seed)
    first = solve(day, budget=options.budget, seed=options.seed)
    for number in range(3):
        chance = random.Random(number)
        absent = tuple(p.id for p in day.people if p.side == "seller" and chance.random() < 0.05)
        broken = replace(day, announced=first.meetings, absent=absent, frozen_before=4)
        cpu, wall = time.process_time(), time.perf_counter()
        mended = repair(broken, budget=1.0, seed=options.seed)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(f"  {len(absent)} absent: {len(mended.changed)} changed (at least {mended.fewest}), "
              f"{len(mended.added)} new, "
              f"{100 * mended.plan.value / mended.full_value_bound:.2f} % of the full bound, cpu {cpu:.2f} s, "
              f"wall {wall:.2f} s")  # fmt: skip


def main() -> int:
    """Prints the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="small,main,large,large-lunch,stack,repair")
    parser.add_argument("--budget", type=float, default=10.0)
    parser.add_argument("--peer-seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    cases = options.cases.split(",")
    if len(cases) > 1:  # each in a process of its own: the memory told is its own too
        settings = [f"--{name.replace('_', '-')}={value}" for name, value in vars(options).items() if name != "cases"]
        commands = ([sys.executable, __file__, f"--cases={case}", *settings] for case in cases)
        return max(subprocess.run(command).returncode for command in commands)
    if cases[0] in SIZES:
        compare(cases[0], options)
    elif cases[0] == "stack":
        stack(options)
    elif cases[0] == "repair":
        mend(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
