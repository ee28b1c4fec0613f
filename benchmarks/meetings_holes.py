"""Fewest breaks on the published B2B scheduling instances, against RC2 MaxSAT on the textbook encoding.

    .venv/bin/python benchmarks/meetings_holes.py [--family original] [--limit 60] [--no-peer] [NAME …]

Goal: all 60 proved optimal, median at most 5 s, none over 60 s (CPU seconds of one process).
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "rencontres"
FAMILIES = ("original", "forb0003", "fixed020-Forb")


def ours(text: str, budget: float) -> tuple[int | None, bool, bool]:
    """Breaks, whether proved, whether the timetable passes the independent check."""
    from belvedere.engines.meetings.dzn import read_dzn
    from belvedere.engines.meetings.holes import breaches, fewest_holes

    instance = read_dzn(text)
    answer = fewest_holes(instance, budget=4 * budget, seed=0, progress=lambda _: None)
    if not answer.slot:
        return None, answer.infeasible, True
    return answer.breaks, answer.breaks == answer.bound, not breaches(instance, answer.slot)


def rc2(text: str, budget: float) -> tuple[int | None, bool, bool]:
    """The textbook encoding: x meeting at slot, y busy, z started, h break ends; soft clauses against each break."""
    from pysat.card import CardEnc, EncType
    from pysat.examples.rc2 import RC2
    from pysat.formula import WCNF, IDPool

    from belvedere.engines.meetings.dzn import read_dzn

    instance, pool, formula = read_dzn(text), IDPool(), WCNF()

    def card(kind: str, literals: list[int], bound: int) -> None:
        made = getattr(CardEnc, kind)(literals, bound=bound, vpool=pool, encoding=EncType.cardnetwrk)
        formula.extend(made.clauses)

    for m, where in enumerate(instance.where):
        card("equals", [pool.id(("x", m, t)) for t in where], 1)
    for t in range(instance.slots):
        here = [pool.id(("x", m, t)) for m, where in enumerate(instance.where) if t in where]
        if len(here) > instance.tables:
            card("atmost", here, instance.tables)
    for p in range(instance.people):
        mine = [m for m, pair in enumerate(instance.meetings) if p in pair]
        breaks = []
        for t in range(instance.slots):
            y, z = pool.id(("y", p, t)), pool.id(("z", p, t))
            here = [pool.id(("x", m, t)) for m in mine if t in instance.where[m]]
            if len(here) > 1:
                card("atmost", here, 1)
            formula.extend([[-x, y] for x in here] + [[-y, *here], [-y, z]])
            before = pool.id(("z", p, t - 1)) if t else 0
            formula.extend([[-before, z], [before, y, -z]] if before else [[y, -z]])
            if t + 1 < instance.slots:
                h = pool.id(("h", p, t))
                formula.append([-pool.id(("y", p, t + 1)), h, -z, y])
                formula.append([-h], weight=1)
                breaks.append(h)
        card("equals", [pool.id(("y", p, t)) for t in range(instance.slots)], len(mine))
        card("atmost", breaks, 2)  # someone has none in every instance here, so a spread of 2 is at most 2 each
    with RC2(formula, solver="cd15") as solver:
        model = solver.compute()
        return (solver.cost if model else None), True, True


def timed(call: Any, text: str, limit: float, pipe: Any) -> None:
    """Runs in a child process: sends what ``call`` answers and the CPU it took."""
    start = time.process_time()
    answer = call(text, limit)
    pipe.send((*answer, time.process_time() - start))


def bounded(call: Any, text: str, limit: float) -> tuple[int | None, bool, bool, float]:
    """The answer of ``call`` or no proof past ``limit`` CPU seconds (a busy machine may need ten times as many)."""
    parent, child = multiprocessing.Pipe()
    worker = multiprocessing.Process(target=timed, args=(call, text, limit, child))
    worker.start()
    answer = (None, False, True, limit)
    for _ in range(int(limit * 40)):
        if parent.poll(0.25):
            answer = parent.recv()
            break
        if cpu_seconds(worker.pid) > limit:
            break
    worker.terminate()
    worker.join()
    return answer


def cpu_seconds(pid: int | None) -> float:
    """CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Prints one line per instance, then medians and how many were proved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--family", choices=FAMILIES)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"Instances absentes : {DATA}")
        return 0
    chosen = [p for p in sorted(DATA.glob("*.dzn")) if not options.names or p.name.split(".")[0] in options.names]
    chosen = [p for p in chosen if options.family in (None, p.name.split(".")[1])]
    peers = {"ours": ours} if options.no_peer else {"ours": ours, "RC2": rc2}
    seconds: dict[str, list[float]] = {name: [] for name in peers}
    proved = dict.fromkeys(peers, 0)
    for path in chosen:
        line = [f"{path.stem:28}"]
        for name, call in peers.items():
            cost, sure, sound, cpu = bounded(call, path.read_text(), options.limit)
            seconds[name].append(cpu)
            proved[name] += sure
            line.append(f"{name} {cost if cost is not None else '-':>3} {'proved' if sure else '      '} {cpu:6.2f} s")
            line.append("" if sound else "RULE BROKEN")
        print("  ".join(line), flush=True)
    for name in peers:
        times = seconds[name]
        print(f"{name}: {proved[name]}/{len(times)} proved, median {statistics.median(times):.2f} s,"
              f" max {max(times):.2f} s,"
              f" sum {sum(times):.0f} s (goal: all, 5 s, 60 s)")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
