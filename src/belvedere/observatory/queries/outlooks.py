"""What was foreseen: the latest word on each series, and what former words were worth.

One Parquet file a run, under ``settings.FACTS``. What secrecy hides is not foreseen in public: a series with a hidden
period has no outlook.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import QuerySet

from belvedere.observatory.enums import Audience, Frequency, Measure
from belvedere.observatory.models import ForecastRun, Series, SeriesForecast

from . import expressions, facts, published
from .engine import connection

#: What a season is told by, first what says most of it.
SEASON = (
    Measure.NIGHTS, Measure.ARRIVALS, Measure.EXCURSIONS, Measure.VISITS, Measure.COUNTS, Measure.TICKETS,
    Measure.WEB, Measure.REQUESTS, Measure.TOURIST_TAX,
)  # fmt: skip
#: Farthest step that « as a year before » can be compared at: beyond, nobody knew that year either.
WITHIN_A_YEAR = {Frequency.DAY: 364, Frequency.WEEK: 52, Frequency.MONTH: 12, Frequency.QUARTER: 4, Frequency.YEAR: 1}


@dataclass(frozen=True)
class Step:
    """One period foreseen, and the same one a year before where it is known."""

    period: date
    mean: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float
    before: float | None = None

    @property
    def change(self) -> float | None:
        return self.mean / self.before - 1 if self.before else None


@dataclass(frozen=True)
class Span:
    """A part of the season against last year's, 80 % sure; ``lean``: 1 more, -1 less, 0 nobody can tell."""

    start: date
    end: date
    low: float
    high: float
    moves: tuple[dict[str, Any], ...]

    @property
    def lean(self) -> int:
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


@dataclass(frozen=True)
class Word:
    """The latest word on a series in one line: its season's height."""

    forecast: SeriesForecast
    height: Span | None

    @property
    def series(self) -> Series:
        return self.forecast.series


@dataclass(frozen=True)
class Outlook:
    """The latest word on a series."""

    shown: published.Shown
    forecast: SeriesForecast
    steps: tuple[Step, ...]

    @property
    def series(self) -> Series:
        return self.shown.series

    @property
    def spans(self) -> list[Span]:
        return spans_of(self.forecast)

    @property
    def last(self) -> date:
        """The farthest period foreseen."""
        return self.steps[-1].period


@dataclass(frozen=True)
class Score:
    """What our words on a series were worth: shares of what came, and of the values that lay within our intervals."""

    series: Series
    replayed: bool
    runs: int
    count: int
    error: float
    naive: float
    lean: float
    inside80: float
    inside95: float

    @property
    def better(self) -> bool:
        """Whether we did better than « as a year before »."""
        return self.error < self.naive


@dataclass(frozen=True)
class Said:
    """We said, it was."""

    run: ForecastRun
    step: Step
    came: float

    @property
    def off(self) -> float | None:
        return self.step.mean / self.came - 1 if self.came else None

    @property
    def inside(self) -> bool:
        return self.step.lo80 <= self.came <= self.step.hi80


@dataclass(frozen=True)
class Season:
    """The season page: measures that have an outlook, the series of the chosen one, the one looked at."""

    measures: tuple[tuple[str, str], ...]
    measure: str
    rows: tuple[Word, ...]
    outlook: Outlook | None
    hidden: bool = False
    lacking: tuple[SeriesForecast, ...] = field(default=())


def file_of(run: ForecastRun) -> Path:
    return Path(settings.FACTS) / "forecasts" / str(run.source_id) / run.frequency / f"{run.pk}.parquet"


def latest(series: "QuerySet[Series]") -> "QuerySet[SeriesForecast]":
    """The last word on each of these series."""
    real = SeriesForecast.everything.filter(series__in=series.values("pk"), run__replayed=False)
    last: dict[int, int] = {}
    for number, row in real.order_by("run__known_until", "run__pk").values_list("series", "pk"):
        last[number] = row
    return (
        SeriesForecast.everything.filter(pk__in=last.values())
        .select_related("run", "series__source", "series__territory", "series__area", "series__commune")
        .order_by("series__name", "series__pk")
    )  # fmt: skip


def season(
    series: "QuerySet[Series]", *, measure: str = "", number: int | None = None, ground: int | None = None
) -> Season:  # fmt: skip
    """What can be said of the season from ``series`` (those that the reader may use); ``ground``: the territory whose
    own series comes first."""
    main = series.filter(measure__in=SEASON, market="", audience=Audience.ALL).exclude(first=None)
    words = list(latest(main))
    held = {one.series.measure for one in words if not one.lack}
    measures = tuple((str(one), str(one.label)) for one in SEASON if one in held)
    chosen = measure if measure in held else (measures[0][0] if measures else "")
    rows = [one for one in words if one.series.measure == chosen and not one.lack]
    lacking = tuple(one for one in words if one.lack)
    if not rows:
        return Season(measures, chosen, (), None, lacking=lacking)
    one = next((row for row in rows if row.series_id == number), None) or max(
        rows, key=lambda row: (ground is not None and row.series.territory_id == ground, *_breadth(row))
    )  # fmt: skip
    found = outlook(one)
    lines = tuple(Word(row, (spans_of(row) or [None])[-1]) for row in rows)
    return Season(measures, chosen, lines, found, found is None, lacking)


def spans_of(one: SeriesForecast) -> list[Span]:
    """The parts of the season that a forecast speaks of, the nearest first, its height last."""
    return [
        Span(date.fromisoformat(span["start"]), date.fromisoformat(span["end"]), span["low"], span["high"],
             tuple(span["moves"]))
        for span in one.spans
    ]  # fmt: skip


def _breadth(one: SeriesForecast) -> tuple[bool, bool, int, int]:
    """Whole territories before sites, all lodgings before one, the longest known."""
    series = one.series
    return series.territory_id is not None, not series.lodging, series.points, -series.pk


def outlook(one: SeriesForecast) -> Outlook | None:
    """The values of a forecast beside what is known; None where secrecy hides a period of the series."""
    (shown,) = published.shown([one.series])
    if shown.hidden:
        return None
    known = {point.period: point.value for point in shown.points}
    steps = [_step(row, _before(row["period"], one.run.frequency, known)) for row in _values([one.run], one.series_id)]
    return Outlook(shown, one, tuple(steps))


def _step(row: dict[str, Any], before: float | None = None) -> Step:
    return Step(row["period"], *(row[name] for name in ("mean", "lo80", "hi80", "lo95", "hi95")), before)


def _before(day: date, frequency: str, known: dict[date, float | None]) -> float | None:
    back = relativedelta(days=364) if frequency in (Frequency.DAY, Frequency.WEEK) else relativedelta(years=1)
    return known.get(day - back)


def _opened(runs: Iterable[ForecastRun]) -> Any:
    """The values of these runs as one ibis table; None where no file is there."""
    files = [str(file) for file in map(file_of, runs) if file.exists()]
    return connection().read_parquet(files, table_name="outlooks") if files else None


def _values(runs: Sequence[ForecastRun], number: int) -> list[dict[str, Any]]:
    said = _opened(runs)
    if said is None:
        return []
    rows: list[dict[str, Any]] = said.filter(said.series == number).order_by("run", "step").to_pyarrow().to_pylist()
    return rows


def scores(series: Sequence[Series]) -> list[Score]:
    """What our words on these series were worth, real forecasts before replayed ones; hidden series are left out."""
    hidden = {number for number, _day in published.hidden_cells(series)}
    groups: dict[tuple[int, str], list[Series]] = defaultdict(list)
    for one in series:
        if one.pk not in hidden:
            groups[one.source_id, one.frequency].append(one)
    found = [score for group in groups.values() for score in _scored(group)]
    return sorted(found, key=lambda one: (one.series.name, one.series.place, one.series.pk, one.replayed))


def _scored(group: Sequence[Series]) -> list[Score]:
    """Series of one source and frequency."""
    first = group[0]
    runs = {
        run.pk: run for run in ForecastRun.everything.filter(source=first.source_id, frequency=first.frequency)
    }  # fmt: skip
    files, said = facts.files_of(group), _opened(runs.values())
    if said is None or not files:
        return []
    said = said.filter(
        (said.step <= WITHIN_A_YEAR[Frequency(first.frequency)]) & said.series.isin([one.pk for one in group])
    )
    points = expressions.current(expressions.of_series(facts.open_facts(files), [one.pk for one in group]))
    rows = expressions.against_what_came(said, points, first.frequency).to_pyarrow().to_pylist()
    sums: dict[tuple[int, bool], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        sums[row["series"], runs[row["run"]].replayed].append(row)
    named = {one.pk: one for one in group}
    return [_score(named[number], replayed, held) for (number, replayed), held in sums.items()]


def _score(series: Series, replayed: bool, rows: Sequence[dict[str, Any]]) -> Score:
    total = {name: sum(row[name] for row in rows) for name in rows[0] if name not in ("series", "run")}
    came, count = total["came"] or float("nan"), total["count"]
    return Score(
        series, replayed, len(rows), count, total["error"] / came, total["naive"] / came, total["lean"] / came,
        total["inside80"] / count, total["inside95"] / count,
    )  # fmt: skip


def said_of(series: Series, *, most: int = 60) -> list[Said]:
    """« We said, it was »: each period known now beside what runs had said of it, the latest periods first."""
    (shown,) = published.shown([series])
    if shown.hidden:
        return []
    known = {point.period: point.value for point in shown.points if point.value is not None}
    runs = {
        run.pk: run for run in ForecastRun.everything.filter(source=series.source_id, frequency=series.frequency)[:most]
    }
    said = [
        Said(runs[row["run"]], _step(row), known[row["period"]])
        for row in _values(list(runs.values()), series.pk)
        if row["period"] in known
    ]
    return sorted(said, key=lambda one: (one.step.period, one.run.known_until), reverse=True)[:most]
