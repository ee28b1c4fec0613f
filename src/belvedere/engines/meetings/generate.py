"""Days that look like real ones, made from a seed: themes, popular buyers, late arrivals, lunch waves, caps."""

import numpy as np

from .types import Day, Pair, Person, Room

THEMES = 8


def generate_day(
    sellers: int,
    buyers: int,
    slots: int = 22,
    *,
    seed: int = 0,
    holes: float = 0.0,
    capacity: int = 1,
    waves: bool = True,
    rooms: int = 0,
    caps: tuple[int, int] | None = (3, 8),
    same_side: int = 0,
) -> Day:
    """A day of ``sellers`` who each wish 5 to 30 buyers, and buyers who each wish 20 to 60 sellers.

    Buyers' popularity is Zipf, tastes are mixtures of eight themes. 40 % of the sellers and 20 % of the buyers come
    late or leave early; ``holes`` is the share of further slots that each person loses at random. ``caps`` bounds the
    sellers' meetings (None: no cap); two lunch waves in the middle of the day when ``waves``; ``same_side`` adds that
    many wishes between sellers.
    """
    rng = np.random.default_rng(seed)
    weight = _wishes(rng, sellers, buyers)
    people = [
        *(_seller(rng, k, slots, holes, caps) for k in range(sellers)),
        *(_buyer(rng, k, slots, holes, capacity) for k in range(buyers)),
    ]
    pairs = [Pair(f"p{i}", f"b{j}", float(w)) for (i, j), w in sorted(weight.items())]
    pairs += _between_sellers(rng, sellers, same_side)
    lunch = _lunch(slots) if waves else ()
    halls = tuple(Room(f"salle {chr(65 + k)}", -(-buyers // rooms)) for k in range(rooms))
    return Day(slots, tuple(people), tuple(pairs), rooms=halls, lunch_waves=lunch, same_side=same_side > 0)


def _wishes(rng: np.random.Generator, sellers: int, buyers: int) -> dict[tuple[int, int], int]:
    """Score of each pair: twice the seller's, three times the buyer's, five more when both wish."""
    taste = rng.dirichlet(np.full(THEMES, 0.4), sellers)
    offer = rng.dirichlet(np.full(THEMES, 0.4), buyers)
    fame = 1.0 / (1.0 + rng.permutation(buyers))
    quality = rng.lognormal(0.0, 0.5, sellers)
    match = taste @ offer.T + 0.02
    weight: dict[tuple[int, int], int] = {}
    for i in range(sellers):
        for j, score in _ranked(rng, match[i] * fame, int(rng.integers(5, 31))):
            weight[i, j] = 2 * score
    for j in range(buyers):
        for i, score in _ranked(rng, match[:, j] * quality, int(rng.integers(20, 61))):
            weight[i, j] = weight.get((i, j), 0) + 3 * score + (5 if (i, j) in weight else 0)
    return weight


def _ranked(rng: np.random.Generator, appeal: np.ndarray, wanted: int) -> list[tuple[int, int]]:
    """Draws ``wanted`` partners by appeal (exponential race) and scores them 5 to 1 by rank."""
    race = rng.exponential(size=len(appeal)) / appeal
    order = np.argsort(race, kind="stable")[: min(wanted, len(appeal))]
    return [(int(j), 5 - (5 * rank) // len(order)) for rank, j in enumerate(order)]


def _there(rng: np.random.Generator, slots: int, first: int, last: int, holes: float) -> tuple[int, ...] | None:
    inside = [t for t in range(first, last) if holes == 0.0 or rng.random() >= holes]
    return None if len(inside) == slots else tuple(inside)


def _seller(rng: np.random.Generator, number: int, slots: int, holes: float, caps: tuple[int, int] | None) -> Person:
    kind, first, last = rng.random(), 0, slots
    if kind > 0.9:
        first, last = sorted(int(x) for x in rng.choice(slots + 1, 2, replace=False))
    elif kind > 0.75:
        first = slots // 2
    elif kind > 0.6:
        last = slots // 2
    top = None if caps is None else int(rng.integers(caps[0], caps[1] + 1))
    return Person(f"p{number}", "seller", _there(rng, slots, first, last, holes), max=top)


def _buyer(rng: np.random.Generator, number: int, slots: int, holes: float, capacity: int) -> Person:
    first, last = 0, slots
    if rng.random() < 0.2:
        away = int(rng.integers(1, max(2, slots // 3)))
        first, last = (away, slots) if rng.random() < 0.5 else (0, slots - away)
    return Person(f"b{number}", "buyer", _there(rng, slots, first, last, holes), capacity=capacity)


def _lunch(slots: int) -> tuple[tuple[int, ...], ...]:
    """Two waves of one eighth of the day each, one after the other, in the middle."""
    length = max(1, slots // 8)
    start = slots // 2 - length
    return tuple(range(start, start + length)), tuple(range(start + length, start + 2 * length))


def _between_sellers(rng: np.random.Generator, sellers: int, wanted: int) -> list[Pair]:
    found: dict[tuple[int, int], int] = {}
    while len(found) < min(wanted, sellers * (sellers - 1) // 4):
        i, j = sorted(int(x) for x in rng.choice(sellers, 2, replace=False))
        found[i, j] = int(rng.integers(2, 15))
    return [Pair(f"p{i}", f"p{j}", float(w)) for (i, j), w in sorted(found.items())]
