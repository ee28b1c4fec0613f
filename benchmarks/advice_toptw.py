"""Itineraries of one to four days on published instances, against OR-tools routing and PyVRP with the same time.

All 68 instances of the folder, by family: Solomon's with 100 sites and with 50, Cordeau's (48 to 288 sites, long days).
Goals: mean gap to the best known at most 0.25 % in 2 s an instance for one to four days; one day proved optimal on all
29 instances with 100 sites in at most 10 s in total. Time is CPU time of this process; the wall is shown beside.
Options: --days 1234, --family 100,50,pr, --only c1, --every 8 (one instance in eight for the peers), --seconds 2,
--no-peers.
Best known values: published tables as remembered (Vansteenwegen 2011, Hu and Lim 2014, Gunawan 2015-2018); one day is
proved here, so are many of the others, and none is contradicted by a bound (the run says so). A plan above a published
value counts as no gap, and is named. Instances with 50 sites are measured against our own bound, which is the best
value itself wherever the plan is proved.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from belvedere.engines.advice import Plan, Trip, faults, solve, warm_up
from belvedere.engines.advice.toptw import read_toptw

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "itineraires"
FAMILIES = {"100": "c_r_rc_100_100", "50": "c_r_rc_100_50", "pr": "pr01_10"}
GOAL_GAP, GOAL_PROOF = 0.25, 10.0
BEST = {
    ("c1", 1): "320 360 400 420 340 340 370 370 380",
    ("c1", 2): "590 660 720 760 640 620 670 680 720",
    ("c1", 3): "810 920 990 1030 870 870 910 920 970",
    ("c1", 4): "1020 1150 1210 1260 1070 1080 1120 1140 1190",
    ("r1", 1): "198 286 293 303 247 293 299 308 277 284 297 298",
    ("r1", 2): "349 508 522 552 453 529 538 560 506 525 544 544",
    ("r1", 3): "484 694 747 778 620 729 760 797 710 737 774 776",
    ("r1", 4): "611 843 928 975 778 906 950 995 885 915 953 974",
    ("rc1", 1): "219 266 266 301 244 252 277 298",
    ("rc1", 2): "427 505 524 575 480 483 534 556",
    ("rc1", 3): "621 714 764 835 682 706 773 795",
    ("rc1", 4): "811 909 975 1065 875 909 987 1025",
    ("pr", 1): "308 404 394 489 595 591 298 463 493 594",
    ("pr", 2): "502 715 742 926 1101 1076 566 834 909 1134",
    ("pr", 3): "622 943 1010 1294 1482 1514 744 1139 1275 1573",
    ("pr", 4): "657 1079 1232 1585 1838 1860 876 1382 1619 1943",
}
Solver = Callable[[Trip, float], float]


@dataclass
class Tally:
    """What one solver reached on some instances."""

    gaps: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)
    proved: int = 0

    def add(self, score: float, best: float, cpu: float, wall: float) -> None:
        """Count one answer."""
        self.gaps.append(max(0.0, 100 * (best - score) / best))
        self.cpus.append(cpu)
        self.walls.append(wall)

    def merge(self, other: Tally) -> None:
        """Count all of another's."""
        for name in ("gaps", "cpus", "walls", "bounds"):
            getattr(self, name).extend(getattr(other, name))
        self.proved += other.proved

    def line(self, days: int, family: str, solver: str, verdict: str = "") -> str:
        """One line of the table."""
        ours = solver == "Belvédère"
        proved = str(self.proved) if ours else ""
        bound = f"{statistics.median(self.bounds):.2f}" if self.bounds else ""
        return (
            f"{days:>4} {family:<6} {solver:<10} {len(self.gaps):>3} {statistics.mean(self.gaps):>8.3f} {verdict:>5} "
            f"{sum(g <= 0 for g in self.gaps):>5} {proved:>6} {bound:>9} {sum(self.cpus):>8.1f} {max(self.cpus):>7.2f} "
            f"{statistics.median(self.walls):>7.2f}"
        )


def best_known(name: str, days: int) -> float | None:
    """Published value of an instance such as r104 or pr07, where there is one."""
    values = BEST.get((name[:-2], days))
    return float(values.split()[int(name[-2:]) - 1]) if values else None


def ours(trip: Trip, seconds: float) -> Plan:
    """Our plan, verified; stopped by CPU time if the work lasts longer than meant."""
    began = time.process_time()
    plan = solve(trip, budget=seconds, seed=1, stop=lambda: time.process_time() - began > seconds)
    assert not faults(trip, plan)
    return plan


def distances(trip: Trip) -> list[list[int]]:
    """Distances truncated to the trip's decimals, in whole ticks."""
    scale = ticks(trip)
    return [
        [int((((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5) * scale + 1e-9) for b in trip.stops] for a in trip.stops
    ]


def ticks(trip: Trip) -> int:
    """Ticks of a minute."""
    return int(10 ** (trip.decimals or 0))


def ortools_score(trip: Trip, seconds: float) -> float:
    """OR-tools routing, optional visits, guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    table, scale = distances(trip), ticks(trip)
    stops = trip.stops
    manager = pywrapcp.RoutingIndexManager(len(stops), trip.days, 0)
    routing = pywrapcp.RoutingModel(manager)

    def ride(a: int, b: int) -> int:
        i = manager.IndexToNode(a)
        return table[i][manager.IndexToNode(b)] + int(stops[i].visit * scale)

    transit = routing.RegisterTransitCallback(ride)
    horizon = int(stops[0].windows[0].closes * scale)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(lambda a, b: 0))
    routing.AddDimension(transit, horizon, horizon, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for k, stop in enumerate(stops[1:], start=1):
        node = manager.NodeToIndex(k)
        window = stop.windows[0]
        clock.CumulVar(node).SetRange(int(window.opens * scale), min(int(window.closes * scale), horizon))
        routing.AddDisjunction([node], int(stop.score))
    options = pywrapcp.DefaultRoutingSearchParameters()
    options.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    options.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    options.time_limit.FromMilliseconds(int(seconds * 1000))
    answer = routing.SolveWithParameters(options)
    if answer is None:
        return 0.0
    places = [manager.NodeToIndex(k) for k in range(len(stops))]
    visited = [k for k in range(1, len(stops)) if answer.Value(routing.NextVar(places[k])) != places[k]]
    return sum(stops[k].score for k in visited)


def pyvrp_score(trip: Trip, seconds: float) -> float:
    """PyVRP with prizes and optional clients."""
    import numpy as np
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType
    from pyvrp import solve as pyvrp_solve
    from pyvrp.stop import MaxRuntime

    stops, table, scale = trip.stops, np.array(distances(trip), dtype=np.int64), ticks(trip)
    horizon = int(stops[0].windows[0].closes * scale)
    worth = 100
    data = ProblemData(
        [Location(round(s.x * scale), round(s.y * scale)) for s in stops],
        [
            Client(
                k, service_duration=int(s.visit * scale), tw_early=int(s.windows[0].opens * scale),
                tw_late=min(int(s.windows[0].closes * scale), horizon), prize=int(s.score * worth), required=False,
            )
            for k, s in enumerate(stops)
            if k
        ],
        [Depot(0)],
        [VehicleType(trip.days, tw_early=0, tw_late=horizon, unit_distance_cost=1)],
        [table],
        [table],
    )  # fmt: skip
    result = pyvrp_solve(data, stop=MaxRuntime(seconds), seed=1, display=False, collect_stats=False)
    return float(result.best.prizes() / worth) if result.is_feasible() else 0.0


def timed(work: Callable[[], object]) -> tuple[object, float, float]:
    """(answer, CPU seconds, wall seconds)."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = work()
    return answer, time.process_time() - cpu, time.perf_counter() - wall


def measure(days: int, files: list[Path], seconds: float) -> tuple[Tally, dict[Path, float], list[str]]:
    """Ours on some files, the value that each is measured against, and the plans above what is published."""
    tally, bests, better = Tally(), {}, []
    for path in files:
        trip, known = read_toptw(path, days), best_known(path.stem, days)
        plan, cpu, wall = timed(lambda trip=trip: ours(trip, seconds))
        if plan.bound is not None:
            tally.bounds.append(100 * (plan.gap or 0.0))
            sound = known is None or plan.bound >= known - 1e-6
            assert sound, f"{path.stem} m={days}: the bound {plan.bound} contradicts {known}"
        best = known or plan.bound or plan.score
        bests[path] = best
        tally.add(plan.score, best, cpu, wall)
        tally.proved += plan.proved
        if known is not None and plan.score > known:
            better.append(f"{path.stem} {plan.score:g} > {known:g}")
    return tally, bests, better


def rows(days: int, families: dict[str, list[Path]], seconds: float, every: int, peers: dict[str, Solver]) -> None:
    """One line a solver and family, and ours over all of them."""
    total, bests = Tally(), {}
    for family, files in families.items():
        tally, known, better = measure(days, files, seconds)
        bests |= known
        total.merge(tally)
        print(tally.line(days, family, "Belvédère"), flush=True)
        if better:
            print("     above the published value:", ", ".join(better))
        if days == 1 and family == "100" and len(files) == 29:
            print(f"     all proved: {tally.proved}/29 in {sum(tally.cpus):.1f} s CPU (goal {GOAL_PROOF:g} s)")
    verdict = "yes" if statistics.mean(total.gaps) <= GOAL_GAP else "NO"
    print(total.line(days, "all", "Belvédère", verdict), flush=True)
    # Peers stop by the wall: on a busy machine they get as much more of it as we took, for the same CPU time.
    fair = seconds * max(1.0, sum(total.walls) / sum(total.cpus))
    for name, solver in peers.items():
        tally = Tally()
        for path in list(bests)[::every]:
            score, cpu, wall = timed(lambda path=path, solver=solver: solver(read_toptw(path, days), fair))
            tally.add(float(score), bests[path], cpu, wall)
        print(tally.line(days, "all", name), flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", default="1234")
    parser.add_argument("--family", default="100,50,pr")
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    folders = {name: DATA / FAMILIES[name] for name in options.family.split(",")}
    missing = [str(folder) for folder in folders.values() if not folder.is_dir()]
    if missing:
        print(f"Missing: the published instances ({', '.join(missing)}).")
        return
    files = {
        name: [path for path in folder.glob("*.txt") if options.only in path.stem] for name, folder in folders.items()
    }
    families = {name: sorted(paths) for name, paths in files.items() if paths}
    began = time.perf_counter()
    warm_up()
    print(f"compiled code ready in {time.perf_counter() - began:.1f} s")
    print("days family solver       n  gap % goal≤0.25 hits proved bound gap% CPU sum CPU max wall med")
    peers: dict[str, Solver] = {} if options.no_peers else {"OR-tools": ortools_score, "PyVRP": pyvrp_score}
    for days in (int(d) for d in options.days):
        rows(days, families, options.seconds, options.every, peers)


if __name__ == "__main__":
    main()
