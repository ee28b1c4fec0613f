"""Hours: who is open at t among 500,000 offers (goal: under 0.5 s), against evaluating each offer in Python.

Peers in the same run: our own exact answer asked offer after offer, and the usual way of opening-hours code, which
walks the rules of each offer with datetime comparisons. Both are measured on a sample and scaled; all must agree.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np

from belvedere.engines.hours import HoursIndex, Rule, Schedule, open_at

GOAL = 0.5


def some_schedules(count: int, seed: int) -> list[Schedule]:
    """Seasons, lunch breaks, night spans, exceptions; each drawn, so few offers share a schedule."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        first = date(2026, 1, 1) + timedelta(days=chance.randrange(200))
        last = first + timedelta(days=chance.randrange(20, 160))
        morning, noon = chance.randrange(480, 660, 15), chance.randrange(690, 780, 15)
        evening = chance.randrange(1020, 1620, 15)
        spans = ((morning, noon), (noon + 90, evening)) if chance.random() < 0.6 else ((morning, evening),)
        rules = [Rule(first, last, chance.randrange(1, 128), spans)]
        if chance.random() < 0.5:
            rules.append(Rule(last + timedelta(days=1), None, chance.randrange(1, 128), ((morning + 30, noon),)))
        day = first + timedelta(days=chance.randrange(20))
        closing = (Rule(day, day, closed=True),) if chance.random() < 0.3 else ()
        found.append(Schedule(tuple(rules), closing))
    return found


def naive_open_at(schedule: Schedule, at: datetime) -> bool:
    """Walks the rules of one offer with datetimes, as calendar code commonly does."""
    for back in (0, 1):
        day = at.date() - timedelta(days=back)
        midnight = datetime.combine(day, datetime.min.time())
        rules = [r for r in schedule.exceptions if r.covers(day)] or [r for r in schedule.rules if r.covers(day)]
        if any(rule.closed for rule in rules):
            continue
        for rule in rules:
            for start, end in rule.spans:
                stop = 1440 if end is None else end
                if midnight + timedelta(minutes=start) <= at < midnight + timedelta(minutes=stop):
                    return True
    return False


def timed(action: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Median (wall, CPU) seconds."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        action()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="hours", description=__doc__)
    parser.add_argument("--offers", type=int, default=500_000)
    parser.add_argument("--sample", type=int, default=10_000, help="offers on which the peers are measured")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(argv)
    at = datetime(2026, 7, 14, 18, 0)  # noqa: DTZ001
    print(f"drawing {options.offers} schedules…", file=sys.stderr)
    distinct = some_schedules(options.offers, seed=1)
    build_wall, build_cpu = timed(lambda: HoursIndex.build(distinct), 1)
    index = HoursIndex.build(distinct)
    wall, cpu = timed(lambda: index.open_at(at), options.repeats)
    sample = distinct[: options.sample]
    scale = options.offers / max(1, len(sample))
    exact = timed(lambda: [open_at(s, at) for s in sample], 3)
    naive = timed(lambda: [naive_open_at(s, at) for s in sample], 3)
    answers = index.open_at(at)
    assert answers[: len(sample)].tolist() == [open_at(s, at) is True for s in sample]
    assert answers[: len(sample)].tolist() == [naive_open_at(s, at) for s in sample]
    size = sum(array.nbytes for array in index.to_arrays().values()) / 2**20
    print(f"{options.offers} offers, all schedules distinct, {int(np.sum(answers))} open; index {size:.0f} MiB")
    print(f"{'':44}{'wall s':>9}{'CPU s':>9}{'ratio':>8}  goal")
    rows = [
        ("HoursIndex.open_at", wall, cpu, f"< {GOAL} s"),
        ("one exact answer per offer (scaled)", exact[0] * scale, exact[1] * scale, ""),
        ("rules walked with datetimes (scaled)", naive[0] * scale, naive[1] * scale, ""),
        ("HoursIndex.build (once)", build_wall, build_cpu, ""),
    ]
    for name, seconds, cpu_seconds, goal in rows:
        print(f"{name:44}{seconds:9.3f}{cpu_seconds:9.3f}{seconds / wall:8.1f}  {goal}")
    return 0 if wall < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
