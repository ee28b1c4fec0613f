"""What a forecast is made from: points, breaks, announced events, weather, and which series add up.

Loads the forecasting engine: for jobs only.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
import orjson
from django.utils.translation import gettext as _

from belvedere.engines import forecast as engine
from belvedere.observatory.enums import Frequency, Measure
from belvedere.observatory.models import DataSource, EventEdition, Series, SeriesBreak

from . import facts

#: Periods foreseen: a season and a half of weeks and months, a whole year of days.
HORIZONS = {Frequency.DAY: 365, Frequency.WEEK: 78, Frequency.MONTH: 18, Frequency.QUARTER: 6, Frequency.YEAR: 3}
#: Periods after a change of method from which those before it are left out.
ENOUGH = {Frequency.DAY: 800, Frequency.WEEK: 156, Frequency.MONTH: 36, Frequency.QUARTER: 12, Frequency.YEAR: 6}
#: What the weather itself will be is not ours to foresee.
WEATHER = (Measure.TEMPERATURE, Measure.RAIN)
#: Parts are said to add up to a total when their sums never leave it by more than this share.
SLACK = 0.005
#: Changes when the engine says something else of the same figures.
METHOD = "1"


@dataclass(frozen=True)
class Inputs:
    """Everything that the engine is given; series are named by their numbers."""

    series: dict[str, Series]
    table: engine.Observations
    breaks: tuple[engine.Break, ...]
    events: tuple[engine.Event, ...]
    weather: engine.Weather | None
    parents: dict[str, tuple[str, ...]]
    notes: dict[str, tuple[str, ...]]
    known_until: date
    digest: str


def gathered(source: DataSource, frequency: str, *, until: date | None = None) -> Inputs | None:
    """The series of a source at one frequency as known now, or as if nothing after ``until`` were; None: no figure."""
    held = Series.everything.filter(source=source, frequency=frequency).exclude(measure__in=WEATHER).order_by("pk")
    series = {str(one.pk): one for one in held}
    points = facts.points(list(series.values()), last=until) if frequency in HORIZONS else None
    if points is None or not points.num_rows:
        return None
    names = np.array([str(number) for number in points["series"].to_pylist()])
    periods: list[date] = points["period"].to_pylist()
    ranks = np.array([engine.rank_of(day, frequency) for day in periods], dtype=np.int64)
    values = np.asarray(points["value"].to_numpy(), dtype=float)
    breaks, changes = _breaks(series, frequency)
    kept, notes = _after_changes(names, ranks, changes, frequency)
    names, ranks, values = names[kept], ranks[kept], values[kept]
    table = engine.Observations(tuple(names.tolist()), ranks, values)
    events = _events(series) if frequency == Frequency.DAY else ()
    weather = _weather(source, until) if frequency == Frequency.DAY else None
    parents = _parents(series, names, ranks, values)
    known = max(periods)
    parts = [METHOD, HORIZONS[Frequency(frequency)], str(known), until is not None, *map(repr, (*breaks, *events))]
    digest = blake2b(orjson.dumps([parts, sorted(parents.items())]), digest_size=16)
    for column in (names.astype("U20"), ranks, values, *((weather.ds, weather.values) if weather else ())):
        digest.update(np.ascontiguousarray(column).tobytes())
    return Inputs(series, table, breaks, events, weather, parents, notes, known, digest.hexdigest())


def _breaks(series: dict[str, Series], frequency: str) -> tuple[tuple[engine.Break, ...], dict[str, tuple[int, date]]]:
    """Breaks that end, and by series the last change for ever (rank, day)."""
    found, changes = [], {}
    for one in SeriesBreak.everything.filter(series__in=list(series.values())).order_by("day"):
        start = engine.rank_of(one.day, frequency)
        if one.until is None:
            changes[str(one.series_id)] = (start, one.day)
        else:
            end = engine.rank_of(one.until, frequency)
            found.append(engine.Break(start, end, one.sentence, str(one.series_id)))
    return tuple(found), changes


def _after_changes(
    names: Any, ranks: Any, changes: dict[str, tuple[int, date]], frequency: str
) -> tuple[Any, dict[str, tuple[str, ...]]]:
    """Rows kept: those since the last change of method where they are enough, else all of them, with a note."""
    kept, notes = np.ones(len(names), bool), {}
    for name, (start, day) in changes.items():
        mine = names == name
        if (mine & (ranks >= start)).sum() >= ENOUGH[Frequency(frequency)]:
            kept &= ~mine | (ranks >= start)
        else:
            said = _("changement de méthode du %(day)s, trop récent pour ne garder que la suite")
            notes[name] = (said % {"day": f"{day:%d/%m/%Y}"},)
    return kept, notes


def _events(series: dict[str, Series]) -> tuple[engine.Event, ...]:
    """Editions, past and announced, of the events that these series measure."""
    found = EventEdition.everything.filter(event__series__in=list(series.values())).select_related("event")
    return tuple(
        engine.Event(one.start.toordinal(), one.end.toordinal(), one.event.name, str(one.event.series_id))
        for one in found.order_by("start", "pk")
    )


def _weather(source: DataSource, until: date | None) -> engine.Weather | None:
    """Daily temperature and rain that the destination holds, one series each; days to come too where they are given."""
    held = Series.everything.filter(
        source__destination=source.destination_id, frequency=Frequency.DAY, measure__in=WEATHER
    ).exclude(first=None)
    chosen = {one.measure: one for one in held.order_by("-points", "-pk")}
    rows = facts.points(list(chosen.values()), last=until).to_pylist() if source.destination_id else []
    if not rows:
        return None
    places = {one.pk: place for place, one in enumerate(chosen.values())}
    days = np.arange(min(row["period"] for row in rows).toordinal(), max(row["period"] for row in rows).toordinal() + 1)
    values = np.full((len(days), len(places)), np.nan)
    for row in rows:
        values[row["period"].toordinal() - days[0], places[row["series"]]] = row["value"]
    known = np.isfinite(values).all(axis=1)
    names = tuple(Measure(measure).label for measure in chosen)
    return engine.Weather(days[known].astype(np.int64), tuple(map(str, names)), values[known]) if known.any() else None


def _parents(series: dict[str, Series], names: Any, ranks: Any, values: Any) -> dict[str, tuple[str, ...]]:
    """Totals with one set of parts that have always added up to them, over the same periods.

    The parts of a total may cut it several ways (by lodging, by residence): the finest that adds up is kept.
    """
    ways: dict[tuple[str, Any], list[str]] = defaultdict(list)
    for name, one in series.items():
        if one.total_id and str(one.total_id) in series:
            ways[str(one.total_id), _cut(one, series[str(one.total_id)])].append(name)
    tied = {*(total for total, _way in ways), *(part for parts in ways.values() for part in parts)}
    held = {
        name: dict(zip(ranks[names == name].tolist(), values[names == name].tolist(), strict=True)) for name in tied
    }
    found: dict[str, tuple[str, ...]] = {}
    for (total, _way), parts in sorted(ways.items(), key=lambda item: -len(item[1])):
        if total not in found and _add_up(held[total], [held[part] for part in parts]):
            found[total] = tuple(sorted(parts))
    return found


def _cut(part: Series, total: Series) -> tuple[str, ...]:
    """Which traits tell a part from its total."""
    traits = ("territory_id", "area_id", "commune_id", "zone", "lodging", "audience", "market", "measure")
    return tuple(name for name in traits if getattr(part, name) != getattr(total, name))


def _add_up(total: dict[int, float], parts: Sequence[dict[int, float]]) -> bool:
    if len(parts) < 2 or not total or any(part.keys() != total.keys() for part in parts):
        return False
    return all(
        abs(sum(part[rank] for part in parts) - value) <= max(SLACK * abs(value), 1.0) for rank, value in total.items()
    )
