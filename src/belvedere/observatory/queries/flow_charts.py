"""Drawings of flows: a chord diagram and a calendar that the server draws, the specification of a typical week, the
points and lines of the map. Plain geometry: colours are classes of the style sheet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import cos, pi, sin
from typing import Any

from django.db.models import Avg
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from belvedere.observatory.models import FlowZone
from belvedere.territories.models import Commune

from .charts import HEIGHT, SCHEMA
from .whereabouts import Day, Link, Mean

RADIUS, RING, AROUND = 150.0, 12.0, 56.0
GAP = 0.04
LARGEST = 8
CELL, MARGIN = 14, 26
LEVELS = 6
#: Middle of the countries that deliveries name most: where their line starts on the map.
COUNTRIES = {
    "Allemagne": (10.4, 51.1), "Autriche": (14.1, 47.6), "Belgique": (4.6, 50.6), "Danemark": (9.5, 56.0),
    "Espagne": (-3.6, 40.3), "Irlande": (-8.1, 53.2), "Italie": (12.1, 43.5), "Luxembourg": (6.1, 49.8),
    "Pays-Bas": (5.6, 52.2), "Pologne": (19.3, 52.1), "Portugal": (-8.0, 39.6), "Royaume-Uni": (-1.8, 52.9),
    "Suisse": (8.2, 46.8), "Suède": (15.0, 60.0), "Norvège": (9.0, 61.0), "Tchéquie": (15.3, 49.8),
}  # fmt: skip


@dataclass(frozen=True)
class Arc:
    """A zone on the ring: its path, and where its name stands."""

    name: str
    rank: int
    path: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Ribbon:
    path: str
    rank: int
    title: str


@dataclass(frozen=True)
class Chord:
    arcs: tuple[Arc, ...]
    ribbons: tuple[Ribbon, ...]
    left: int
    size: float = 2 * (RADIUS + RING + AROUND)


def chord(moves: Sequence[Link]) -> Chord | None:
    """Zones round a ring, joined by ribbons as wide as who goes from one to another; the largest zones only."""
    weight: dict[str, int] = defaultdict(int)
    for one in moves:
        weight[one.origin] += one.amount.value
        weight[one.zone] += one.amount.value
    names = sorted(weight, key=lambda name: (-weight[name], name))[:LARGEST]
    kept = [one for one in moves if one.origin in names and one.zone in names]
    if not kept:
        return None
    turn = (2 * pi - GAP * len(names)) / sum(2 * one.amount.value for one in kept)
    ends = {name: [one for one in kept if name in (one.origin, one.zone)] for name in names}
    arcs, spans, angle = [], {}, 0.0
    for rank, name in enumerate(names):
        start = angle
        for one in sorted(ends[name], key=lambda one: (one.zone, one.origin)):
            for side in ("from", "to"):
                if name == (one.origin if side == "from" else one.zone):
                    spans[one.origin, one.zone, side] = (angle, angle + turn * one.amount.value)
                    angle += turn * one.amount.value
        arcs.append(_arc(name, rank, start, angle))
        angle += GAP
    ribbons = [
        Ribbon(
            _ribbon(spans[one.origin, one.zone, "from"], spans[one.origin, one.zone, "to"]), names.index(one.origin),
            f"{one.origin} → {one.zone}\N{NO-BREAK SPACE}: {_grouped(one.amount.value)}",
        )
        for one in sorted(kept, key=lambda one: -one.amount.value)
    ]  # fmt: skip
    return Chord(tuple(arcs), tuple(ribbons), len(weight) - len(names))


def _grouped(value: int) -> str:
    return formats.number_format(value, 0, force_grouping=True)


def _point(angle: float, radius: float) -> str:
    return f"{radius * sin(angle):.1f} {-radius * cos(angle):.1f}"


def _arc(name: str, rank: int, start: float, end: float) -> Arc:
    outer, large = RADIUS + RING, int(end - start > pi)
    path = (
        f"M{_point(start, outer)}A{outer} {outer} 0 {large} 1 {_point(end, outer)}"
        f"L{_point(end, RADIUS)}A{RADIUS} {RADIUS} 0 {large} 0 {_point(start, RADIUS)}Z"
    )
    middle = (start + end) / 2
    x, y = (outer + 14) * sin(middle), -(outer + 14) * cos(middle) + 4
    return Arc(name, rank, path, round(x, 1), round(y, 1), "middle")


def _ribbon(start: tuple[float, float], end: tuple[float, float]) -> str:
    def edge(span: tuple[float, float]) -> str:
        return f"A{RADIUS} {RADIUS} 0 {int(span[1] - span[0] > pi)} 1 {_point(span[1], RADIUS)}"

    first, other = _point(start[0], RADIUS), _point(end[0], RADIUS)
    return f"M{first}{edge(start)}Q0 0 {other}{edge(end)}Q0 0 {first}Z"


@dataclass(frozen=True)
class Square:
    x: int
    y: int
    level: str
    title: str


@dataclass(frozen=True)
class Calendar:
    """A column a week, Monday on top; ``marks``: months over the columns, ``steps``: least value of each level."""

    squares: tuple[Square, ...]
    marks: tuple[tuple[int, str], ...]
    letters: tuple[tuple[int, str], ...]
    steps: tuple[int, ...]
    width: int
    height: int = MARGIN + 7 * CELL
    cell: int = CELL - 2


def calendar(days: Sequence[Day]) -> Calendar | None:
    """Each day by how many came: darker is more. Hidden days are crossed."""
    known = sorted(one.value for one in days if one.value is not None)
    if not known:
        return None
    steps = [known[len(known) * k // LEVELS] for k in range(LEVELS)]
    monday = days[0].day - timedelta(days=days[0].day.weekday())
    squares, marks = [], {}
    for one in days:
        column = (one.day - monday).days // 7
        level = "x" if one.value is None else str(sum(one.value >= step for step in steps) - 1)
        said = _("masqué") if one.value is None else _grouped(one.value)
        if (one.day.day <= 7 and one.day.weekday() == 0) or one is days[0]:
            marks.setdefault((one.day.year, one.day.month), (MARGIN + column * CELL, formats.date_format(one.day, "M")))
        squares.append(
            Square(
                MARGIN + column * CELL, MARGIN + one.day.weekday() * CELL, level,
                f"{formats.date_format(one.day, 'l j F Y')}\N{NO-BREAK SPACE}: {said}",
            )
        )  # fmt: skip
    letters = tuple((MARGIN + day * CELL + CELL - 4, str(WEEKDAYS[day])[:1].upper()) for day in range(7))
    width = MARGIN + ((days[-1].day - monday).days // 7 + 1) * CELL
    return Calendar(tuple(squares), tuple(marks.values()), letters, tuple(steps), width)


def week_of(week: Sequence[Mean]) -> dict[str, Any]:
    """A typical week: bars of residents and of others on one another, told apart by colour, order and tips."""
    values = [
        {"d": str(WEEKDAYS[one.label]), "n": one.label, "s": words, "v": round(value)}
        for one in week
        for words, value in ((_("résidents"), one.residents), (_("non-résidents"), one.abroad))
    ]
    return {
        "$schema": SCHEMA, "height": HEIGHT, "data": {"values": values},
        "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "x": {"field": "d", "type": "nominal", "title": None, "sort": {"field": "n"},
                  "axis": {"labelAngle": 0, "labelExpr": "slice(datum.label, 0, 3)"}},
            "y": {"field": "v", "type": "quantitative", "title": _("par jour"), "axis": {"format": ",.0f"}},
            "color": {"field": "s", "type": "nominal", "title": None},
            "tooltip": [
                {"field": "d", "title": _("Jour")}, {"field": "s", "title": _("Clientèle")},
                {"field": "v", "type": "quantitative", "format": ",.0f", "title": _("par jour")},
            ],
        },
    }  # fmt: skip


def lines_of(links: Iterable[Link], zones: Sequence[FlowZone]) -> dict[str, Any]:
    """What the map draws: places (id, name, lon, lat) and flows (from, to, how many). An origin or a zone that we
    cannot place stays in the table."""
    links = list(links)
    places = _grounds(zones) | _departments({one.origin for one in links if one.kind == "departement"})
    places |= {f"pays/{name}": (name, *where) for name, where in COUNTRIES.items()}
    flows = [
        (f"{one.kind}/{one.origin}" if one.kind else f"zone/{one.origin}", f"zone/{one.zone}", one.amount.value)
        for one in links
    ]
    flows = [one for one in flows if one[0] in places and one[1] in places]
    used = {end for one in flows for end in one[:2]}
    return {"places": [[key, *places[key]] for key in sorted(used)], "flows": flows}


def _grounds(zones: Sequence[FlowZone]) -> dict[str, tuple[str, float, float]]:
    """The middle of each zone's territory."""
    through = Commune.territories.through.objects.filter(
        territory__in={one.territory_id for one in zones if one.territory_id}
    )
    middles = {
        row["territory"]: (row["lon"], row["lat"])
        for row in through.filter(commune__lon__isnull=False)
        .values("territory")
        .annotate(lon=Avg("commune__lon"), lat=Avg("commune__lat"))
    }
    return {
        f"zone/{one.name}": (one.name, *middles[one.territory_id]) for one in zones if one.territory_id in middles
    }  # fmt: skip


def _departments(names: set[str]) -> dict[str, tuple[str, float, float]]:
    found = (
        Commune.objects.filter(department__name__in=names, lon__isnull=False)
        .order_by()
        .values("department__name")
        .annotate(lon=Avg("lon"), lat=Avg("lat"))
    )
    return {
        f"departement/{row['department__name']}": (row["department__name"], row["lon"], row["lat"]) for row in found
    }


def matrix_lines(table: Any, limit: int) -> dict[str, Any]:
    """The largest flows of a matrix between communes that we know the place of."""
    rows = sorted(
        (row for row in table.to_pylist() if row["origin"] != row["destination"]), key=lambda row: -row["volume"]
    )[:limit]
    codes = {row[end] for row in rows for end in ("origin", "destination")}
    known = Commune.objects.filter(pk__in=codes, lon__isnull=False).values_list("pk", "name", "lon", "lat")
    places = {pk: (name, lon, lat) for pk, name, lon, lat in known}
    kept = [
        (row["origin"], row["destination"], round(row["volume"]))
        for row in rows
        if row["origin"] in places and row["destination"] in places
    ]
    used = {end for one in kept for end in one[:2]}
    return {"places": [[key, *places[key]] for key in sorted(used)], "flows": kept}
