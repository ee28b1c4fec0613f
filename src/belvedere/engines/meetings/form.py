"""The JSON form of a day and of a plan. A wrong day is refused with the place of the fault and what to do."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, cast

from .types import Day, Meeting, MeetingsError, Pair, Person, Plan, Room, Side

Record = Mapping[str, Any]
MAX_SLOTS = 1000
DAY_KEYS = frozenset(
    {
        "slots",
        "tables",
        "tables_lost",
        "rooms",
        "walk",
        "seated",
        "same_side",
        "group_slots",
        "lunch_waves",
        "segments",
        "people",
        "pairs",
        "forbidden",
        "locked",
        "announced",
        "frozen_before",
        "absent",
    }
)


def refuse(place: str, reason: str) -> NoReturn:
    """Raises the one sentence that the user reads."""
    raise MeetingsError(f"{place} : {reason}")


def whole(record: Record, key: str, place: str, low: int = 0, default: int | None = None) -> int:
    """An integer of ``record``; the default is used when the key is missing or null, unless it is None."""
    value = record.get(key)
    if value is None and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        refuse(f"{place}{key}", f"entier d’au moins {low} attendu, reçu {value!r}.")
    return value


def number(value: Any, place: str) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        refuse(place, f"nombre attendu, reçu {value!r}.")
    return float(value)


def text(record: Record, key: str, place: str) -> str | None:
    """A non-empty text or None; whole numbers are read as their digits."""
    value = record.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and (not isinstance(value, str) or not value):
        refuse(f"{place}{key}", f"texte attendu, reçu {value!r}.")
    return value


def flag(record: Record, key: str, place: str) -> bool:
    """True or false, false when missing."""
    value = record.get(key)
    if value is not None and not isinstance(value, bool):
        refuse(f"{place}{key}", f"true ou false attendu, reçu {value!r}.")
    return bool(value)


def rows(record: Record, key: str) -> list[Record]:
    """A list of objects, empty when missing."""
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        refuse(key, "liste attendue.")
    for place, row in enumerate(value):
        if not isinstance(row, dict):
            refuse(f"{key}[{place}]", "objet attendu entre accolades.")
    return value


def slot_list(value: Any, place: str, slots: int) -> tuple[int, ...] | None:
    """Distinct slots in order, None when null."""
    if value is None:
        return None
    if not isinstance(value, list):
        refuse(place, "liste de créneaux attendue, ou null pour toute la journée.")
    for slot in value:
        if isinstance(slot, bool) or not isinstance(slot, int) or not 0 <= slot < slots:
            refuse(place, f"créneau {slot!r} hors de la journée (0 à {slots - 1}).")
    return tuple(sorted(set(value)))


def read_day(data: Any) -> Day:
    """Reads the JSON form. Raises :class:`MeetingsError`."""
    if not isinstance(data, dict):
        refuse("fichier", "un objet JSON est attendu, avec au moins slots, people et pairs.")
    for key in data:
        if key not in DAY_KEYS:
            refuse(str(key), "clé inconnue ; voyez la liste des clés dans docs/why/rencontres.md.")
    slots = whole(data, "slots", "", 1)
    if slots > MAX_SLOTS:
        refuse("slots", f"au plus {MAX_SLOTS} créneaux, reçu {slots}.")
    rooms = tuple(_room(row, f"rooms[{k}].") for k, row in enumerate(rows(data, "rooms")))
    waves = data.get("lunch_waves") or []
    if not isinstance(waves, list):
        refuse("lunch_waves", "liste de vagues attendue, chacune une liste de créneaux.")
    lunch = tuple(slot_list(wave, f"lunch_waves[{k}]", slots) or () for k, wave in enumerate(waves))
    people = tuple(_person(row, f"people[{k}].", slots, len(lunch)) for k, row in enumerate(rows(data, "people")))
    seated = data.get("seated", "buyer")
    if seated not in ("seller", "buyer", None):
        refuse("seated", f"seller, buyer ou null attendu, reçu {seated!r}.")
    day = Day(
        slots=slots,
        people=people,
        pairs=_pairs(data, slots),
        tables=None if data.get("tables") is None else whole(data, "tables", ""),
        tables_lost=_lost(data, slots),
        rooms=rooms,
        walk=whole(data, "walk", "", default=0),
        seated=seated,
        same_side=flag(data, "same_side", ""),
        group_slots=slot_list(data.get("group_slots"), "group_slots", slots),
        lunch_waves=lunch,
        segments=_segments(data),
        announced=tuple(_announced(row, f"announced[{k}].", slots) for k, row in enumerate(rows(data, "announced"))),
        frozen_before=whole(data, "frozen_before", "", default=0),
        absent=_absent(data),
    )
    check_day(day)
    return day


def check_day(day: Day) -> None:
    """Refuses what the fields alone cannot show: unknown people, repeated pairs, impossible locks."""
    index: dict[str, Person] = {}
    for place, person in enumerate(day.people):
        if person.id in index:
            refuse(f"people[{place}].id", f"« {person.id} » est déjà pris, chaque personne a le sien.")
        index[person.id] = person
    rooms = {room.id for room in day.rooms}
    for place, person in enumerate(day.people):
        if person.room is not None and person.room not in rooms:
            refuse(f"people[{place}].room", f"la salle « {person.room} » n’est pas dans rooms.")
        if person.max is not None and person.min > person.max:
            refuse(f"people[{place}].min", f"le minimum {person.min} dépasse le maximum {person.max}.")
    seen: set[tuple[str, str]] = set()
    for place, pair in enumerate(day.pairs):
        _check_pair(day, index, pair, place, seen)
    named = [
        (f"announced[{k}].{end}", name) for k, m in enumerate(day.announced) for end, name in (("a", m.a), ("b", m.b))
    ]
    for where, name in [*named, *(("absent", name) for name in day.absent)]:
        if name not in index:
            refuse(where, f"« {name} » n’est pas dans people.")


def _check_pair(day: Day, index: Mapping[str, Person], pair: Pair, place: int, seen: set[tuple[str, str]]) -> None:
    for key, name in (("a", pair.a), ("b", pair.b)):
        if name not in index:
            refuse(f"pairs[{place}].{key}", f"« {name} » n’est pas dans people.")
    if pair.a == pair.b:
        refuse(f"pairs[{place}]", f"« {pair.a} » ne peut pas se rencontrer lui-même.")
    if not day.same_side and index[pair.a].side == index[pair.b].side:
        refuse(
            f"pairs[{place}]", f'{pair.a} et {pair.b} sont du même côté ; ajoutez "same_side": true pour le permettre.'
        )
    if pair.forbidden and (pair.imposed or pair.slot is not None):
        refuse(f"pairs[{place}]", f"la rencontre {pair.a} – {pair.b} ne peut pas être à la fois exclue et imposée.")
    both = (pair.a, pair.b) if pair.a < pair.b else (pair.b, pair.a)
    if both in seen:
        refuse(f"pairs[{place}]", f"la paire {pair.a} – {pair.b} est déjà donnée plus haut, gardez-en une seule.")
    seen.add(both)


def _room(row: Record, place: str) -> Room:
    name = text(row, "id", place)
    if name is None:
        refuse(f"{place}id", "identifiant de salle attendu.")
    return Room(name, whole(row, "tables", place))


def _person(row: Record, place: str, slots: int, waves: int) -> Person:
    name = text(row, "id", place)
    if name is None:
        refuse(f"{place}id", "identifiant attendu.")
    side = row.get("side")
    if side not in ("seller", "buyer"):
        refuse(f"{place}side", f"seller ou buyer attendu, reçu {side!r}.")
    lunch = None if row.get("lunch") is None else whole(row, "lunch", place)
    if lunch is not None and lunch >= waves:
        refuse(f"{place}lunch", f"la vague {lunch} n’existe pas, lunch_waves en a {waves}.")
    return Person(
        id=name,
        side=cast(Side, side),
        available=slot_list(row.get("available"), f"{place}available", slots),
        max=None if row.get("max") is None else whole(row, "max", place),
        min=whole(row, "min", place, default=0),
        capacity=whole(row, "capacity", place, 1, 1),
        seated=None if row.get("seated") is None else flag(row, "seated", place),
        room=text(row, "room", place),
        organisation=text(row, "organisation", place),
        segment=text(row, "segment", place),
        lunch=lunch,
    )


def _ends(row: Record, place: str) -> tuple[str, str]:
    first, second = text(row, "a", place), text(row, "b", place)
    if first is None or second is None:
        refuse(f"{place}{'a' if first is None else 'b'}", "identifiant attendu.")
    return first, second


def _slot(row: Record, place: str, slots: int) -> int:
    slot = whole(row, "slot", place)
    if slot >= slots:
        refuse(f"{place}slot", f"créneau {slot} hors de la journée (0 à {slots - 1}).")
    return slot


def _pairs(data: Record, slots: int) -> tuple[Pair, ...]:
    """Pairs, then the lists ``forbidden`` and ``locked`` folded into them."""
    found: list[Pair] = []
    for k, row in enumerate(rows(data, "pairs")):
        place = f"pairs[{k}]."
        first, second = _ends(row, place)
        weight = 1.0 if row.get("weight") is None else number(row["weight"], f"{place}weight")
        slot = None if row.get("slot") is None else _slot(row, place, slots)
        found.append(Pair(first, second, weight, flag(row, "imposed", place), flag(row, "forbidden", place), slot))
    where = {frozenset((pair.a, pair.b)): k for k, pair in enumerate(found)}
    for key in ("forbidden", "locked"):
        for k, row in enumerate(rows(data, key)):
            first, second = _ends(row, f"{key}[{k}].")
            at = where.get(frozenset((first, second)))
            old = Pair(first, second, 0.0) if at is None else found[at]
            if key == "forbidden":
                new = Pair(old.a, old.b, old.weight, old.imposed, True, old.slot)
            else:
                new = Pair(old.a, old.b, old.weight, old.imposed, old.forbidden, _slot(row, f"locked[{k}].", slots))
            if at is None:
                where[frozenset((first, second))] = len(found)
                found.append(new)
            else:
                found[at] = new
    return tuple(found)


def _lost(data: Record, slots: int) -> dict[int, int]:
    lost: dict[int, int] = {}
    for k, row in enumerate(rows(data, "tables_lost")):
        place = f"tables_lost[{k}]."
        start = 0 if row.get("from") is None else whole(row, "from", place)
        for slot in slot_list(row.get("slots"), f"{place}slots", slots) or range(start, slots):
            lost[slot] = lost.get(slot, 0) + whole(row, "count", place, 1, 1)
    return lost


def _segments(data: Record) -> dict[str, float]:
    value = data.get("segments") or {}
    if not isinstance(value, dict):
        refuse("segments", "objet attendu : nom du segment, multiplicateur.")
    factors = {name: number(factor, f"segments.{name}") for name, factor in value.items()}
    for name, factor in factors.items():
        if factor <= 0:
            refuse(f"segments.{name}", f"multiplicateur positif attendu, reçu {factor}.")
    return factors


def _announced(row: Record, place: str, slots: int) -> Meeting:
    first, second = _ends(row, place)
    table = None if row.get("table") is None else whole(row, "table", place)
    return Meeting(first, second, _slot(row, place, slots), table, text(row, "room", place))


def _absent(data: Record) -> tuple[str, ...]:
    value = data.get("absent") or []
    if not isinstance(value, list):
        refuse("absent", "liste d’identifiants attendue.")
    return tuple(str(name) for name in value)


def meeting_rows(meetings: Iterable[Meeting]) -> list[dict[str, Any]]:
    """Meetings as JSON objects; ``room`` only where there is one."""
    return [
        {"a": m.a, "b": m.b, "slot": m.slot, "table": m.table} | ({"room": m.room} if m.room is not None else {})
        for m in meetings
    ]


def plan_form(plan: Plan, seconds: float) -> dict[str, Any]:
    """The JSON form of a plan."""
    form: dict[str, Any] = {
        "status": plan.status,
        "value": plan.value,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": round(seconds, 3),
        "meetings": meeting_rows(plan.meetings),
        "unmet": [{"a": wish.a, "b": wish.b, "reason": wish.reason} for wish in plan.unmet],
        "below_minimum": list(plan.below_minimum),
    }
    if plan.levels:
        form["levels"] = [
            {"name": v.name, "value": v.value, "bound": v.bound, "sense": v.sense, "gap": v.gap, "proved": v.proved}
            for v in plan.levels
        ]
    if plan.lunch:
        form["lunch"] = dict(plan.lunch)
    if plan.why:
        form["why"] = plan.why
    if plan.certificate:
        form["certificate"] = certificate_form(plan.certificate)
    return form


def certificate_form(proof: Any) -> dict[str, Any]:
    """Prices that are not zero, as JSON."""
    return {
        "scale": proof.scale,
        "bound": proof.bound,
        "person": dict(proof.person),
        "person_slot": {name: {str(t): v for t, v in prices.items()} for name, prices in proof.person_slot.items()},
        "slot": {str(t): v for t, v in proof.slot.items()},
        "organisation": [[a, b, v] for (a, b), v in proof.organisation.items()],
        "ladder": {name: list(rewards) for name, rewards in proof.ladder.items()},
        "imposed": proof.imposed,
    }
