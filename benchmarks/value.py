"""Expected value and the « 4 times »: how often our intervals hold a known truth, and how far off, beside naive ways.

Files are drawn with a seed from laws that are known (three sorts: the demonstration's, faithful people, passing ones),
so that each person's true expected visits and value over the next year are known too. Goal: intervals at 90 % that hold
the truth 85 to 95 times in 100. Peers in the same run: everybody's past mean carried on, with its usual interval, and
the share of people who came again; for the ratio of two costs, counting people at random, and a bootstrap of campaigns.
The Lifetimes library is no longer maintained and is not installed here: its figures on CDNOW, to ten digits, are held
by tests/engines/value/test_coming.py. Options: --files 120, --people 400, --worlds 1000, --seed 1.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from belvedere.engines.value import (
    Estimate,
    History,
    Settings,
    Truth,
    World,
    coming,
    history_at,
    log_cost,
    ratio_of,
    simulate,
    spending,
    study,
    visits_of,
    wilson,
)
from belvedere.engines.value.types import YEAR, Floats

LEVEL, LEAST, MOST = 0.9, 85.0, 95.0
DAYS, HORIZON = 1_400, 365
NORMAL = statistics.NormalDist().inv_cdf((1 + LEVEL) / 2)
SORTS = (
    Truth(),
    Truth(shape=1.5, scale=0.8, leave=0.8, stay=3.2),
    Truth(shape=0.6, scale=1.2, leave=2.0, stay=1.5, level=90.0),
)


@dataclass
class Tally:
    """Of one way of foretelling: truths held, errors of the mean, errors of each person."""

    held: list[float] = field(default_factory=list)
    wide: list[float] = field(default_factory=list)
    off: list[float] = field(default_factory=list)
    apart: list[float] = field(default_factory=list)

    def note(self, told: Estimate, truth: float, each: Floats, true_each: Floats) -> None:
        """Errors in per cent of the truth; `apart` is the mean of what each person is off by."""
        self.held.append(100.0 * (told.low <= truth <= told.high))
        self.wide.append(100 * (told.high - told.low) / truth)
        self.off.append(100 * abs(told.mean - truth) / truth)
        self.apart.append(100 * float(np.abs(each - true_each).mean()) / truth)


def truth_of(law: Truth, history: History) -> tuple[Floats, Floats]:
    """Each person's expected visits and value over the horizon, the laws being known."""
    again, last, age, years = history.again, history.last / YEAR, history.age / YEAR, HORIZON / YEAR
    true = coming.Coming(*(np.array([v]) for v in (law.shape, law.scale, law.leave, law.stay)))
    visits = (coming.alive(true, again, last, age) * coming.ahead_of(true, again, age, years).of(again, age))[0]
    spent = spending.Spending(*(np.array([v]) for v in (law.even, law.alike, law.level)))
    return visits, visits * spending.expected(spent, history.spent, history.spend)[0]


def usual(each: Floats) -> Estimate:
    """Mean of everybody with the interval of the books."""
    half = NORMAL * float(each.std(ddof=1)) / len(each) ** 0.5
    return Estimate(float(each.mean()), float(each.mean()) - half, float(each.mean()) + half)


def past_mean(history: History) -> tuple[Floats, Floats]:
    """Each person's returns a year until today, watched for a month at least, carried on for the horizon."""
    visits = history.again / np.maximum(history.age, 30.0) * HORIZON
    return visits, visits * np.where(history.spent > 0, history.spend, np.nanmean(history.spend))


def share_again(history: History) -> tuple[Estimate, Floats]:
    """One visit from each person, at the share of people who came again."""
    told = wilson(int((history.again > 0).sum()), len(history.who), LEVEL)
    return told, np.full(len(history.who), told.mean)


def one_file(law: Truth, world: World, tallies: dict[tuple[str, str], Tally], holds: list[float]) -> None:
    """All the ways on one file."""
    answer = study(world.acts, Settings(world.today, stay=0, horizon=HORIZON, level=LEVEL))
    history = history_at(visits_of(world.acts, 0), world.today)
    visits, value = truth_of(law, history)
    whole, each, checked = answer.everybody, answer.each, answer.calibration
    if whole is None or each is None or checked is None or whole.visits is None or whole.value is None:
        raise RuntimeError("; ".join(answer.missing))
    holds.append(100.0 * checked.holds)
    people = tallies[("visits", "our model")], tallies[("value", "our model")]
    people[0].note(whole.visits, float(visits.mean()), each.visits[0], visits)
    people[1].note(whole.value, float(value.mean()), each.value[0], value)
    often, money = past_mean(history)
    tallies[("visits", "past mean")].note(usual(often), float(visits.mean()), often, visits)
    tallies[("value", "past mean")].note(usual(money), float(value.mean()), money, value)
    told, same = share_again(history)
    tallies[("visits", "share who came again")].note(told, float(visits.mean()), same, visits)
    basket = float(np.nanmean(history.spend))
    priced = Estimate(told.mean * basket, told.low * basket, told.high * basket)
    tallies[("value", "share who came again")].note(priced, float(value.mean()), same * basket, value)


def verdict(held: float) -> str:
    return "yes" if LEAST <= held <= MOST else "NO"


def files(count: int, people: int, seed: int) -> None:
    """The table of visits and value."""
    ways = ("our model", "past mean", "share who came again")
    tallies = {(what, way): Tally() for what in ("visits", "value") for way in ways}
    holds: list[float] = []
    for rank in range(count):
        law = SORTS[rank % len(SORTS)]
        world = simulate(law, people=people, days=DAYS, horizon=HORIZON, seed=seed * 1_000 + rank)
        one_file(law, world, tallies, holds)
        if rank % 20 == 19:
            print(f"{rank + 1}/{count} files", file=sys.stderr)
    chance = 100 * (LEVEL * (1 - LEVEL) / count) ** 0.5
    print(f"{count} files of {people} people, {DAYS} days seen, the next {HORIZON} foretold; per cent of the truth; "
          f"a coverage is known within {chance:.0f} points")  # fmt: skip
    print(f"{'':<32} {'held':>6} {'85-95':>6} {'width':>7} {'off, mean':>10} {'off, each person':>17}")
    for (what, way), tally in tallies.items():
        held = statistics.mean(tally.held)
        print(
            f"{what + ': ' + way:<32} {held:>5.0f}% {verdict(held):>6} {statistics.mean(tally.wide):>6.0f}% "
            f"{statistics.mean(tally.off):>9.1f}% {statistics.mean(tally.apart):>16.1f}%"
        )
    print(f"{'check on the year kept aside':<32} {statistics.mean(holds):>5.0f}%\n")


def at_random(money: Floats, people: Floats, other_money: Floats, others: Floats) -> Estimate:
    """As if only counting people at random made costs vary."""
    log = float(np.log(money.sum() / people.sum()) - np.log(other_money.sum() / others.sum()))
    half = NORMAL * (1 / people.sum() + 1 / others.sum()) ** 0.5
    return Estimate(float(np.exp(log)), float(np.exp(log - half)), float(np.exp(log + half)))


def bootstrap(rng: np.random.Generator, money: Floats, people: Floats, other_money: Floats, others: Floats) -> Estimate:
    """Campaigns drawn again with replacement, 300 times."""
    rows = rng.integers(0, len(money), (2, 300, len(money)))
    costs = money[rows[0]].sum(axis=1) / np.maximum(people[rows[0]].sum(axis=1), 0.5)
    rest = other_money[rows[1]].sum(axis=1) / np.maximum(others[rows[1]].sum(axis=1), 0.5)
    low, middle, high = np.quantile(costs / rest, ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2))
    return Estimate(float(middle), float(low), float(high))


def ratios(worlds: int, seed: int) -> None:
    """The table of the « 4 times »: winning costs 40 EUR, keeping 10; what campaigns bring varies by half."""
    print(f"The « 4 times », true ratio 4, {worlds} worlds a row; what a campaign brings varies by 50 %")
    print(
        f"{'campaigns of each sort':<32} {'ours':>6} {'85-95':>6} {'at random':>10} {'bootstrap':>10} {'ours off':>9}"
    )
    for campaigns in (3, 5, 8, 15):
        rng = np.random.default_rng((seed, campaigns))
        held: dict[str, list[float]] = {"ours": [], "at random": [], "bootstrap": []}
        off = []
        for _ in range(worlds):
            money, other = rng.gamma(2, 1000, (2, campaigns)) + 300
            luck = rng.gamma(4, 0.25, (2, campaigns))
            won, kept = rng.poisson(money / 40 * luck[0]) * 1.0, rng.poisson(other / 10 * luck[1]) * 1.0
            ours = ratio_of(log_cost(money, won), log_cost(other, kept), LEVEL)
            off.append(100 * abs(ours.mean - 4) / 4)
            found = {
                "ours": ours,
                "at random": at_random(money, won, other, kept),
                "bootstrap": bootstrap(rng, money, won, other, kept),
            }
            for way, told in found.items():
                held[way].append(100.0 * (told.low <= 4 <= told.high))
        mean = {way: statistics.mean(values) for way, values in held.items()}
        print(
            f"{campaigns:<32} {mean['ours']:>5.0f}% {verdict(mean['ours']):>6} {mean['at random']:>9.0f}% "
            f"{mean['bootstrap']:>9.0f}% {statistics.median(off):>8.0f}%"
        )


def timed(name: str, work: Callable[[], None]) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    print(f"{name}: CPU {time.process_time() - cpu:.1f} s, wall {time.perf_counter() - wall:.1f} s\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--worlds", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    timed("files", lambda: files(options.files, options.people, options.seed))
    timed("ratios", lambda: ratios(options.worlds, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
