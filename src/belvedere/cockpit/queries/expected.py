"""What was expected before it was known: forecasts kept by the observatory."""

from dataclasses import dataclass
from datetime import date

from belvedere.engines import notes as engine
from belvedere.observatory.models import Series


@dataclass(frozen=True)
class Expected:
    """Forecasts by series and (last period, span)."""

    known: dict[tuple[int, date, int], engine.Forecast]

    def of(self, series: Series, last: date, span: int) -> engine.Forecast | None:
        return self.known.get((series.pk, last, span))


def known_for(series: list[Series], wanted: list[tuple[date, int]]) -> Expected:
    """What had been expected of these spans, each given by its last period and how many it holds."""
    return Expected({})
