"""Who goes where, as the screens show it: every figure is reckoned from published cells (``queries.flows``)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.models import DataSource, FlowZone

from . import flows, school_zones
from .flows import EVERYWHERE, NOTHING, REST, Amount

ORIGINS = ("departement", "pays")
MOVES = ("lieunuitee_soir", "lieuactivite_soir", "lieunuitee_veille", "lieuactivite_veille")
EMPTY: Mapping[str, str] = MappingProxyType({})
SIDES = ("residents", "non_residents")
#: Origins listed until they make this share of a zone.
MOST = 0.8
LISTED = 25


@dataclass(frozen=True)
class Subject:
    """What is counted; ``adds``: over zones too."""

    slug: str
    family: str
    category: str
    name: str | Promise
    adds: bool = False


SUBJECTS = (
    Subject("nuitees", "nuitee", "TOURISTE", _("Nuitées de touristes"), adds=True),
    Subject("touristes", "diurne", "TOURISTE", _("Journées de touristes")),
    Subject("excursionnistes", "diurne", "EXCURSIONNISTE", _("Journées d’excursionnistes")),
    Subject("habitues", "diurne", "HABITUELLEMENT PRESENT", _("Journées de personnes habituellement présentes")),
    Subject("residents", "nuitee", "RESIDENT", _("Nuitées d’habitants"), adds=True),
    Subject("habitants", "diurne", "RESIDENT", _("Journées d’habitants")),
    Subject("transit", "diurne", "TRANSIT", _("Journées de passage")),
)


@dataclass(frozen=True)
class Link:
    """People of an origin in a zone, or of a zone in another."""

    origin: str
    zone: str
    amount: Amount
    kind: str = ""


@dataclass(frozen=True)
class ZoneRow:
    """A zone over the period: everybody, and the share (0 to 1) of those who live abroad where both are whole."""

    name: str
    everybody: Amount
    residents: Amount
    abroad: Amount

    @property
    def share(self) -> float | None:
        whole = not (self.everybody.partial or self.abroad.partial)
        return self.abroad.value / self.everybody.value if whole and self.everybody.value else None


@dataclass(frozen=True)
class OriginRow:
    """An origin of a zone, its share of all the origins, and the share that it makes with those before it."""

    name: str
    amount: Amount
    share: float
    running: float
    needed: bool


@dataclass(frozen=True)
class Mean:
    """Mean of the shown days of a kind, by side; ``days``: how many, ``hidden``: how many more may not be shown."""

    label: Any
    everybody: float
    residents: float
    abroad: float
    days: int
    hidden: int = 0


@dataclass(frozen=True)
class Day:
    day: date
    value: int | None
    holidays: str = ""


@dataclass(frozen=True)
class Page:
    """Everything a screen of flows shows. ``zone`` None: the common view."""

    source: DataSource
    subject: Subject
    subjects: tuple[Subject, ...]
    zone: FlowZone | None
    months: tuple[date, ...]
    first: date
    last: date
    zones: tuple[ZoneRow, ...] = ()
    links: tuple[Link, ...] = ()
    origins: tuple[OriginRow, ...] = ()
    moves: tuple[Link, ...] = ()
    days: tuple[Day, ...] = ()
    weeks: tuple[tuple[date, Amount], ...] = ()
    week: tuple[Mean, ...] = ()
    holidays: tuple[Mean, ...] = ()
    categories: tuple[tuple[str | Promise, Amount], ...] = ()
    stays: tuple[tuple[str, float], ...] = ()
    schools: tuple[school_zones.SchoolMonth, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether a sum shown is « at least », because something in it is hidden."""
        amounts = [one.everybody for one in self.zones] + [one.amount for one in self.origins]
        return any(amount.partial for amount in amounts)

    @property
    def foremost(self) -> tuple[Link, ...]:
        return self.links[:LISTED]

    @property
    def needed(self) -> int:
        """How many origins make most of the visitors."""
        return sum(one.needed for one in self.origins)


def page(
    source: DataSource, names: dict[str, str], *, subject: str = "", zone: FlowZone | None = None,
    first: date | None = None, last: date | None = None, schools: Mapping[str, str] = EMPTY,
) -> Page | None:  # fmt: skip
    """``names``: what each zone is called, by its key; ``zone``: one that the reader may see in detail; ``schools``:
    ``school_zones.letters()``. None before the first delivery."""
    known = flows.cells(source, kinds=("month",))
    months = tuple(sorted(set(known["month"].to_pylist())))
    held = set(zip(known["family"].to_pylist(), known["category"].to_pylist(), strict=True))
    subjects = tuple(one for one in SUBJECTS if (one.family, one.category) in held)
    if not subjects:
        return None
    chosen = next((one for one in subjects if one.slug == subject), subjects[0])
    start = first if first in months else months[max(0, len(months) - 12)]
    end = max(start, last if last in months else months[-1])
    key = zone.key if zone is not None else EVERYWHERE
    own = chosen.adds or zone is not None
    table = flows.cells(
        source, family=chosen.family, category=chosen.category, kinds=("month", *ORIGINS), first=start, last=end
    )
    days = _days(source, chosen, key, start, end) if own else ()
    links = _links(table, names)
    return Page(
        source, chosen, subjects, zone, months, start, end,
        zones=_zones(table, names),
        links=links if zone is None else tuple(one for one in links if one.zone == names.get(key)),
        origins=_origins(table, key) if own else (),
        moves=_moves(source, names, zone, start, end),
        days=tuple(Day(day, all_of, said) for day, (all_of, _sides, said) in days),
        weeks=_weeks(days), week=_week(days), holidays=_holidays(source, days),
        categories=_categories(source, subjects, key, start, end),
        stays=_stays(source, zone, start, end),
        schools=school_zones.months(table, key, flows.calendar(source), schools) if own else (),
    )  # fmt: skip


def _zones(table: pa.Table, names: dict[str, str]) -> tuple[ZoneRow, ...]:
    sums = flows.added(table.filter(pc.equal(table["kind"], "month")), "zone", "part")
    rows = [
        ZoneRow(name, *(sums.get((key, part), NOTHING) for part in ("all", *SIDES)))
        for key, name in names.items()
        if (key, "all") in sums
    ]
    return tuple(sorted(rows, key=lambda row: (-row.everybody.value, row.name)))


def _links(table: pa.Table, names: dict[str, str]) -> tuple[Link, ...]:
    """Every origin to every zone, the largest first; what the provider withheld has no origin and is left out."""
    sums = flows.added(table, "kind", "part", "zone")
    found = [
        Link(part, names[key], amount, kind)
        for (kind, part, key), amount in sums.items()
        if kind in ORIGINS and part != REST and key in names and amount.value
    ]
    return tuple(sorted(found, key=lambda one: (-one.amount.value, one.origin, one.zone)))


def _origins(table: pa.Table, key: str) -> tuple[OriginRow, ...]:
    """Catchment of a zone: origins from the first down, and which make most of it."""
    sums = flows.added(table, "kind", "part", "zone")
    held = {(kind, part): amount for (kind, part, zone), amount in sums.items() if kind in ORIGINS and zone == key}
    whole = sum(amount.value for amount in held.values())
    named = sorted(
        ((part, amount) for (_kind, part), amount in held.items() if part != REST),
        key=lambda one: (-one[1].value, one[0]),
    )
    rows, running = [], 0.0
    for part, amount in named:
        share = amount.value / whole if whole else 0.0
        rows.append(OriginRow(part, amount, share, running + share, running < MOST))
        running += share
    return tuple(rows)


def _moves(
    source: DataSource, names: dict[str, str], zone: FlowZone | None, first: date, last: date
) -> tuple[Link, ...]:
    """From the zone of the day to the one of the night (or the other way round), as the first family delivered says."""
    for family in MOVES:
        table = flows.cells(source, family=family, kinds=("other",), first=first, last=last)
        if len(table):
            sums = flows.added(table, "zone", "part")
            found = [
                Link(names.get(key, key), names.get(other, other), amount)
                for (key, other), amount in sums.items()
                if other != REST and amount.value and (zone is None or zone.key in (key, other))
            ]
            return tuple(sorted(found, key=lambda one: (-one.amount.value, one.origin, one.zone)))
    return ()


Held = Sequence[tuple[date, tuple[int | None, dict[str, int | None], str]]]


def _days(source: DataSource, subject: Subject, key: str, first: date, last: date) -> Held:
    """Each day: everybody, by side, holidays."""
    table = flows.cells(
        source, family=subject.family, category=subject.category, kinds=("day",), zones=[key], first=first, last=last
    )
    by_day: dict[date, dict[str, int | None]] = defaultdict(dict)
    for day, part, volume in zip(*(table[name].to_pylist() for name in ("day", "part", "volume")), strict=True):
        by_day[day][part] = volume
    told = flows.calendar(source)
    return [(day, (by_day[day].get("all"), by_day[day], _said(told.get(day, {})))) for day in sorted(by_day)]


def _said(flags: dict[str, bool]) -> str:
    """« ABC » and « F » (public holiday) of a day."""
    return "".join(letter for letter in "ABC" if flags.get(f"school_{letter.lower()}")) + "F" * bool(
        flags.get("public")
    )


def _weeks(days: Held) -> tuple[tuple[date, Amount], ...]:
    """Whole weeks, from their Monday."""
    sums: dict[date, list[int | None]] = defaultdict(list)
    for day, (everybody, _sides, _said) in days:
        sums[day - timedelta(days=day.weekday())].append(everybody)
    return tuple(
        (monday, Amount(sum(value or 0 for value in values), None in values))
        for monday, values in sorted(sums.items())
        if len(values) == 7
    )


def _mean(label: Any, days: Sequence[tuple[int | None, dict[str, int | None], str]]) -> Mean:
    shown = [one for one in days if None not in (one[0], *(one[1].get(side) for side in SIDES))]
    size = len(shown) or 1
    residents, abroad = (sum(one[1].get(side) or 0 for one in shown) / size for side in SIDES)
    return Mean(label, sum(one[0] or 0 for one in shown) / size, residents, abroad, len(shown), len(days) - len(shown))


def _week(days: Held) -> tuple[Mean, ...]:
    """Typical week: Monday (0) to Sunday (6)."""
    by: dict[int, list[Any]] = defaultdict(list)
    for day, held in days:
        by[day.weekday()].append(held)
    return tuple(_mean(weekday, by[weekday]) for weekday in sorted(by))


def _holidays(source: DataSource, days: Held) -> tuple[Mean, ...]:
    """Mean day in the school holidays of each zone, in none of them, and on public holidays."""
    if not flows.calendar(source):
        return ()
    groups = [(_("Vacances, zone A"), "A"), (_("Vacances, zone B"), "B"), (_("Vacances, zone C"), "C")]
    found = [(label, [held for _day, held in days if letter in held[2]]) for label, letter in groups]
    found.append((_("Hors vacances scolaires"), [held for _day, held in days if not set(held[2]) & set("ABC")]))
    found.append((_("Jours fériés"), [held for _day, held in days if "F" in held[2]]))
    return tuple(_mean(label, held) for label, held in found if held)


def _categories(
    source: DataSource, subjects: Sequence[Subject], key: str, first: date, last: date
) -> tuple[tuple[str | Promise, Amount], ...]:
    """Every kind of presence in the zone, side by side: they do not add."""
    table = flows.cells(source, kinds=("month",), zones=[key], first=first, last=last)
    sums = flows.added(table, "family", "category", "part")
    found = [(one.name, sums.get((one.family, one.category, "all"), NOTHING)) for one in subjects]
    return tuple((name, amount) for name, amount in found if amount != NOTHING)


def _stays(source: DataSource, zone: FlowZone | None, first: date, last: date) -> tuple[tuple[str, float], ...]:
    """Lengths of stay of a zone, each with its share of the visitors of the days that are shown whole."""
    if zone is None:
        return ()
    table = flows.cells(
        source, family="sejourduree", category="TOURISTE", kinds=("stay",), zones=[zone.key], first=first, last=last
    )
    by_day: dict[date, dict[str, int | None]] = defaultdict(dict)
    for day, part, volume in zip(*(table[name].to_pylist() for name in ("day", "part", "volume")), strict=True):
        by_day[day][part] = volume
    sums: dict[str, int] = defaultdict(int)
    for held in by_day.values():
        if None not in held.values():
            for part, volume in held.items():
                sums[part] += volume or 0
    whole = sum(sums.values())
    return tuple((part, sums[part] / whole) for part in sorted(sums, key=_rank)) if whole else ()


def _rank(length: str) -> tuple[int, str]:
    digits = "".join(one for one in length.split()[0] if one.isdigit()) if length.split() else ""
    return int(digits or 0), length
