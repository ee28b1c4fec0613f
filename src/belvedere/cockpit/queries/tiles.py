"""What each tile of a dashboard shows to whoever looks: its chart, its table, where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from belvedere.cockpit.enums import Against, Drawing, Span, Subject
from belvedere.cockpit.models import Dashboard, Tile
from belvedere.engines import indicators as indicators_engine
from belvedere.engines import notes as engine
from belvedere.observatory.enums import Frequency
from belvedere.observatory.models import Series
from belvedere.observatory.queries import charts, indicators, public, published
from belvedere.observatory.templatetags.figures import period as period_words
from belvedere.observatory.templatetags.sentences import translated
from belvedere.territories.models import Destination

from . import choropleth, kept, readings, specs

#: Rows that a table shows at once; the file has them all.
ROWS = 60
YEAR_PERIODS = {"D": 365, "W": 52, "M": 12, "Q": 4, "Y": 1}
CRISIS_FREE = 2019


@dataclass(frozen=True)
class Drawn:
    """A tile as it may be shown. ``rows``: a label and a value a column (None: hidden or unknown), latest first;
    ``missing``: why there is nothing to show."""

    tile: Tile
    title: str
    unit: str = ""
    spec: dict[str, Any] | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[float | None, ...]], ...] = ()
    sentence: str = ""
    value: float | None = None
    sources: tuple[Series, ...] = ()
    note: str = ""
    missing: str = ""

    @property
    def first_rows(self) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
        return self.rows[:ROWS]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - ROWS)


@dataclass
class Drawer:
    """Draws the tiles of one destination for one reader; what several tiles need is read once. ``series``: those that
    the reader may see; ``shapes``: where a browser finds the communes of the destination."""

    destination: Destination
    series: "QuerySet[Series]"
    shapes: str = ""
    _held: Any = None
    _shown: dict[int, published.Shown] = field(default_factory=dict)
    _breaks: dict[int, list[date]] = field(default_factory=dict)

    def draw(self, tiles: Sequence[Tile]) -> list[Drawn]:
        """In their order. Two queries for all series, whatever the number of tiles."""
        wanted = [tile.series_id for tile in tiles if tile.series_id]
        seen = list(
            self.series.filter(pk__in=wanted).select_related("source", "territory", "area", "commune").order_by("pk")
        )
        self._shown = {one.series.pk: one for one in kept.shown(seen)}
        self._breaks = readings.breaks_of(seen)
        ways = {
            Subject.SERIES: self._series, Subject.INDICATOR: self._indicator, Subject.MAP: self._map,
            Subject.WORDS: self._words,
        }  # fmt: skip
        return [ways[Subject(tile.subject)](tile) for tile in tiles]

    def _words(self, tile: Tile) -> Drawn:
        return Drawn(tile, tile.title)

    def _series(self, tile: Tile) -> Drawn:
        shown = self._shown.get(tile.series_id or 0)
        if shown is None:
            return Drawn(tile, str(tile), missing=_("Cette série n’est pas ouverte à qui regarde cette page."))
        if not shown.points:
            return Drawn(tile, str(tile), missing=_("Aucun chiffre pour cette série."), sources=(shown.series,))
        points = within(shown, tile.span)
        lines = beside(shown, points, tile.against)
        unit = shown.series.get_unit_display()
        told = readings.tell([shown], self._breaks, last=None, span=_span_of(shown.series, tile))
        reading = told.readings[0] if told.readings else None
        return Drawn(
            tile, tile.title or shown.series.name, unit, _spec(tile, shown, lines, unit), tuple(lines),
            _rows(lines, shown.series.frequency), reading.sentence.text if reading else "",
            reading.year.value if reading else None, (shown.series,),
        )  # fmt: skip

    def _indicator(self, tile: Tile) -> Drawn:
        indicator = indicators_engine.BY_KEY.get(tile.indicator)
        if indicator is None:
            return Drawn(tile, tile.indicator, missing=_("Cet indicateur n’existe plus."))
        unit, title = translated(indicator.unit), tile.title or translated(indicator.name)
        if self._held is None:
            self._held = indicators.Held(self.destination.territory, public.of_line(self.series, self.destination))
        years = sorted(self._held.years())
        span = int(tile.span) or len(years)
        found = [one for year in years[-span - 1 :] if (one := self._held.reckoned(indicator, year)) is not None]
        # A year that is still going would look like a fall.
        values = [(one.year, one.value) for one in found if one.have == one.wanted]
        if not any(value is not None for _year, value in values):
            return Drawn(
                tile, tile.title or translated(indicator.name), missing=_("Les séries qu’il demande manquent.")
            )
        rows = tuple((str(year), (value,)) for year, value in reversed(values))
        spec = None if tile.drawing in (Drawing.NUMBER, Drawing.TABLE) else specs.by_year(values, unit=unit)
        return Drawn(
            tile, title, unit, spec, (translated(indicator.name),), rows,
            value=next((value for _year, value in reversed(values) if value is not None), None),
            sources=found[-1].series, note=translated(indicator.definition),
        )  # fmt: skip

    def _map(self, tile: Tile) -> Drawn:
        found = choropleth.values_of(tile, self.destination, self.series)
        title = tile.title or found.title
        if not found.values:
            return Drawn(tile, title, missing=_("Rien n’est connu commune par commune."))
        rows = tuple(
            (name, (value,)) for name, value in sorted(found.values.values(), key=lambda pair: (-pair[1], pair[0]))
        )
        return Drawn(
            tile, title, found.unit, specs.communes(found.values, unit=found.unit, url=self.shapes), (found.unit,),
            rows, sources=found.sources, note=found.method,
        )  # fmt: skip


def tiles_of(dashboard: Dashboard) -> list[Tile]:
    """One query."""
    return list(Tile.everything.filter(dashboard=dashboard).select_related("series").order_by("rank", "pk"))


def within(shown: published.Shown, span: str) -> tuple[published.Point, ...]:
    """The last periods of a series."""
    if span == Span.ALL:
        return shown.points
    return shown.points[-int(span) * YEAR_PERIODS[shown.series.frequency] :]


def beside(
    shown: published.Shown, points: Sequence[published.Point], against: str
) -> dict[str, list[tuple[date, float | None]]]:
    """The series and what it is compared with, each on the periods of the series itself."""
    frequency = shown.series.frequency
    by_rank = {engine.rank_of(point.period, frequency): point.value for point in shown.points}
    lines: dict[str, list[tuple[date, float | None]]] = {
        shown.series.get_unit_display(): [(point.period, point.value) for point in points]
    }
    if against in (Against.LAST_YEAR, Against.BOTH):
        lag = engine.LAGS[frequency]
        lines[_("un an avant")] = [
            (point.period, by_rank.get(engine.rank_of(point.period, frequency) - lag)) for point in points
        ]
    if against in (Against.BEFORE_CRISIS, Against.BOTH) and frequency != Frequency.DAY:
        lag = engine.LAGS[frequency]
        lines[str(CRISIS_FREE)] = [
            (point.period, by_rank.get(
                engine.rank_of(point.period, frequency) - lag * (point.period.year - CRISIS_FREE)
            ))
            for point in points
        ]  # fmt: skip
    return {name: line for name, line in lines.items() if any(value is not None for _day, value in line)} or lines


def _spec(
    tile: Tile, shown: published.Shown, lines: dict[str, list[tuple[date, float | None]]], unit: str
) -> dict[str, Any] | None:
    if tile.drawing in (Drawing.NUMBER, Drawing.TABLE):
        return None
    if tile.drawing == Drawing.MONTHS and shown.series.frequency == Frequency.MONTH:
        last = shown.points[-1].period.year
        years = {last, last - 1} | ({CRISIS_FREE} if tile.against in (Against.BEFORE_CRISIS, Against.BOTH) else set())
        return charts.months_of(shown, sorted(years))
    return specs.over_time(lines, frequency=shown.series.frequency, unit=unit, bars=tile.drawing == Drawing.BARS)


def _rows(
    lines: dict[str, list[tuple[date, float | None]]], frequency: str
) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
    days = [day for day, _value in next(iter(lines.values()))]
    columns = [[value for _day, value in line] for line in lines.values()]
    rows = zip(days, zip(*columns, strict=True), strict=True)
    return tuple((period_words(day, frequency), values) for day, values in reversed(list(rows)))


def _span_of(series: Series, tile: Tile) -> int:
    """Periods that the number of a tile sums: a year of them for « twelve months », else the last one."""
    return YEAR_PERIODS[series.frequency] if tile.drawing == Drawing.NUMBER and tile.span == Span.YEAR else 1
