"""What the public page shows of a destination's figures."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from belvedere.observatory import access
from belvedere.observatory.enums import Measure
from belvedere.observatory.models import Series
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from . import indicators, published


@dataclass(frozen=True)
class Home:
    """The first page: key figures, and the series that the season is drawn from."""

    board: indicators.Board
    main: published.Shown | None
    years: tuple[int, ...]


def series_of(destination: Destination | None) -> "QuerySet[Series]":
    """Published series of a destination: those that it or one below it holds, those that count in its territory."""
    found = access.published().exclude(first=None)
    if destination is None:
        return found
    below = territories.descendants(Destination.everything.filter(pk=destination.pk))
    inside = Q(source__destination__in=below) | Q(territory=destination.territory_id)
    return found.filter(inside)


def of_line(series: "QuerySet[Series]", destination: Destination) -> "QuerySet[Series]":
    """Those that may tell of a destination: held by it, by one above or below it, or by nobody. What a stranger counts
    on the same ground is read on the stranger's own pages."""
    above = [one.pk for one in territories.lineage(destination)]
    below = territories.descendants(Destination.everything.filter(pk=destination.pk))
    line = Q(source__destination=None) | Q(source__destination__in=above) | Q(source__destination__in=below)
    return series.filter(line)


def home(destination: Destination, *, year: int | None = None) -> Home:
    """Key figures of the destination's territory for a year, from what is published in its line."""
    board = indicators.board(destination.territory, of_line(access.published(), destination), year=year)
    nights = next((one for one in board.found if one.indicator.key == "nights"), None)
    monthly = [one for one in (nights.series if nights else ()) if one.frequency == "M"]
    main = published.shown(monthly[:1])[0] if monthly else None
    years = tuple(year for year in (board.year, board.year - 1, 2019) if main is not None)
    return Home(board, main, tuple(dict.fromkeys(years)))


def measures_of(series: "QuerySet[Series]") -> list[tuple[str, str]]:
    """Choices that narrow a list: only what it holds."""
    held = set(series.order_by().values_list("measure", flat=True).distinct())
    return [(value, str(label)) for value, label in Measure.choices if value in held and value]
