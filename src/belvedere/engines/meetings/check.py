"""Re-verifies a plan from scratch, rule by rule, in plain Python: no solver, nothing shared with the search.

The bound is recomputed from the prices of the certificate: each meeting pays its two people and the cheapest seats it
could take; what people, seats and tables collect in all, plus what wishes keep, bounds every possible plan.
"""

import math
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from .types import Day, Person

Json = Mapping[str, Any]


def faults(day: Day, plan: Json) -> list[str]:
    # long: one rule a line, in the order of the guide
    """Every broken rule, in French; an empty list means that the plan, its value and its bound hold."""
    people = {person.id: person for person in day.people}
    wishes = {frozenset((p.a, p.b)): p for p in day.pairs}
    lunch, found = plan.get("lunch", {}), []
    count: Counter[str] = Counter()
    at: Counter[tuple[str, int]] = Counter()
    pairs: Counter[frozenset[str]] = Counter()
    houses: Counter[frozenset[str]] = Counter()
    tables: dict[tuple[int, int], set[str]] = {}
    value = 0.0
    for m in plan["meetings"]:
        a, b, t = m["a"], m["b"], m["slot"]
        wish = wishes.get(frozenset((a, b)))
        if wish is None or wish.forbidden:
            found.append(f"{a} – {b} : rencontre non souhaitée ou exclue.")
            continue
        if wish.slot not in (None, t):
            found.append(f"{a} – {b} : rencontre verrouillée au créneau {wish.slot}, placée au {t}.")
        value += wish.weight * _factor(day, people[a]) * _factor(day, people[b])
        count.update((a, b))
        at.update(((a, t), (b, t)))
        pairs[frozenset((a, b))] += 1
        houses[frozenset((people[a].organisation or a, people[b].organisation or b))] += 1
        host = next((n for n in (b, a) if _sits(day, people[n])), f"{a} – {b}")
        tables.setdefault((t, m["table"]), set()).add(host)
    found += [f"{' – '.join(sorted(pair))} : rencontre répétée." for pair, n in pairs.items() if n > 1]
    found += [
        f"{' – '.join(sorted(h))} : deux rencontres entre les mêmes structures." for h, n in houses.items() if n > 1
    ]
    found += [_crowded(day, people[n], t, k, lunch)
              for (n, t), k in at.items() if k > _seats(day, people[n], t, lunch)]  # fmt: skip
    found += [f"{n} : {k} rencontres, maximum {_top(people[n])}." for n, k in count.items() if k > _top(people[n])]
    found += [f"Table {table}, créneau {t} : {' et '.join(sorted(hosts))} s’y tiennent à la fois."
              for (t, table), hosts in tables.items() if len(hosts) > 1]  # fmt: skip
    found += _too_many_tables(day, tables) + _walks(day, people, plan) + _required(day, pairs, plan)
    found += _minima(day, count, plan)
    if abs(value - plan["value"]) > 1e-6 * max(1.0, abs(value)):
        found.append(f"value : {plan['value']} annoncé, {value} recompté.")
    if plan["bound"] < plan["value"] - 1e-6 * max(1.0, abs(value)):
        found.append(f"bound : {plan['bound']} est sous la valeur {plan['value']}.")
    return found


def _sits(day: Day, person: Person) -> bool:
    return person.side == day.seated if person.seated is None else person.seated


def _factor(day: Day, person: Person) -> float:
    return day.segments.get(person.segment, 1.0) if person.segment else 1.0


def _top(person: Person) -> float:
    return math.inf if person.max is None else person.max


def _seats(day: Day, person: Person, slot: int, lunch: Mapping[str, int]) -> int:
    away = person.available is not None and slot not in person.available
    if away or person.id in day.absent or not 0 <= slot < day.slots:
        return 0
    if person.id in lunch and slot in day.lunch_waves[lunch[person.id]]:
        return 0
    return person.capacity if day.group_slots is None or slot in day.group_slots else 1


def _crowded(day: Day, person: Person, slot: int, count: int, lunch: Mapping[str, int]) -> str:
    """Why this person cannot hold ``count`` meetings at that slot."""
    seats = _seats(day, person, slot, lunch)
    if seats:
        return f"{person.id} : {count} rencontres au créneau {slot}, {seats} au plus."
    if not 0 <= slot < day.slots:
        return f"{person.id} : le créneau {slot} est hors de la journée."
    if person.id in day.absent:
        return f"{person.id} : absence notée, aucune rencontre au créneau {slot}."
    if person.available is not None and slot not in person.available:
        return f"{person.id} n’a pas de présence au créneau {slot}."
    return f"{person.id} déjeune au créneau {slot}."


def _tables(day: Day, slot: int) -> float:
    total = day.tables if day.tables is not None else sum(room.tables for room in day.rooms) or math.inf
    return max(0, total - day.tables_lost.get(slot, 0))


def _too_many_tables(day: Day, tables: Mapping[tuple[int, int], set[str]]) -> list[str]:
    used = Counter(slot for slot, _ in tables)
    return [
        f"Créneau {t} : {n} tables occupées pour {_tables(day, t)}." for t, n in used.items() if n > _tables(day, t)
    ]


def _walks(day: Day, people: Mapping[str, Person], plan: Json) -> list[str]:
    days: dict[str, list[tuple[int, str]]] = {}
    for m in plan["meetings"]:
        host = next((n for n in (m["b"], m["a"]) if _sits(day, people[n])), None)
        for name in (m["a"], m["b"]):
            if m.get("room") is not None and name != host and host is not None:
                days.setdefault(name, []).append((m["slot"], m["room"]))
    found = []
    for name, stops in days.items():
        stops.sort()
        for (t, here), (u, there) in pairwise(stops):
            if here != there and 0 < u - t <= day.walk:
                found.append(f"{name} : {here} au créneau {t} puis {there} au {u}, trajet trop court.")
    return found


def _required(day: Day, pairs: Counter[frozenset[str]], plan: Json) -> list[str]:
    if plan["status"] == "infeasible":
        return []
    return [f"{p.a} – {p.b} : rencontre imposée absente du plan." for p in day.pairs
            if (p.imposed or p.slot is not None) and not pairs[frozenset((p.a, p.b))]]  # fmt: skip


def _minima(day: Day, count: Counter[str], plan: Json) -> list[str]:
    short = sorted(p.id for p in day.people if count[p.id] < p.min)
    return [] if short == sorted(plan["below_minimum"]) else [f"below_minimum : {short} recompté."]


def certified(day: Day, plan: Json) -> float | None:
    """The bound that the certificate proves, in units of weight, or None when the plan carries none."""
    proof = plan.get("certificate")
    if not proof:
        return None
    lunch, scale = plan.get("lunch", {}), proof["scale"]
    people = {person.id: person for person in day.people}
    seats = {n: [_seats(day, p, t, lunch) for t in range(day.slots)] for n, p in people.items()}
    tables = [_tables(day, t) for t in range(day.slots)]
    limit = {n: min(_top(p), sum(seats[n])) for n, p in people.items()}
    base = 0.0
    for p in (p for p in day.pairs if p.slot is not None):
        base += round(p.weight * _factor(day, people[p.a]) * _factor(day, people[p.b]) * scale)
        for name in (p.a, p.b):
            seats[name][p.slot or 0] -= 1
            limit[name] = min(limit[name] - 1, sum(seats[name]))
        tables[p.slot or 0] -= 1
    price, seat = proof["person"], proof["person_slot"]
    table = {int(t): v for t, v in proof["slot"].items() if v}
    house = {frozenset((a, b)): v for a, b, v in proof["organisation"]}
    total = base + sum(v * tables[t] for t, v in table.items()) + sum(house.values())
    total += sum(v * seats[n][int(t)] for n, row in seat.items() for t, v in row.items())
    total += sum(_collected(limit[n], price.get(n, 0.0), proof["ladder"].get(n, ())) for n in people)
    for p in day.pairs:
        common = [t for t in range(day.slots) if seats[p.a][t] and seats[p.b][t]]
        if p.forbidden or p.slot is not None or not common or (p.weight <= 0 and not p.imposed):
            continue
        both = frozenset((people[p.a].organisation or p.a, people[p.b].organisation or p.b))
        paid = price.get(p.a, 0.0) + price.get(p.b, 0.0) + house.get(both, 0.0)
        row_a, row_b = seat.get(p.a, {}), seat.get(p.b, {})
        host = next((n for n in (p.b, p.a) if _sits(day, people[n])), None)
        part = max(1, *seats[host]) if host else 1
        paid += min(row_a.get(str(t), 0.0) + row_b.get(str(t), 0.0) + table.get(t, 0.0) / part for t in common)
        total += max(0.0, round(p.weight * _factor(day, people[p.a]) * _factor(day, people[p.b]) * scale) - paid)
    return float(total / scale)


def _collected(limit: float, price: float, ladder: Any) -> float:
    steps = [max(0.0, reward + price) for reward in ladder[: int(limit)]]
    return float(sum(steps) + max(0.0, price) * max(0.0, limit - len(steps)))
