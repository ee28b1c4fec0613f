"""Forecasts of attendance with honest intervals: days, months, quarters, years.

`forecast` turns a long table of observations into means and intervals; `add_up` makes zones add up; `score` compares
past forecasts with what came; `explain` says a season in words. See `docs/why/previsions.md`.
"""

from belvedere.engines.forecast.calendar import Origin
from belvedere.engines.forecast.engine import forecast
from belvedere.engines.forecast.hierarchy import add_up, reconcile
from belvedere.engines.forecast.scoring import StepScore, score
from belvedere.engines.forecast.types import (
    Break,
    Event,
    ForecastError,
    ForecastTable,
    Missing,
    Observations,
    Weather,
    first_day,
    rank_of,
)
from belvedere.engines.forecast.words import Explanation, Move, explain, spans

__all__ = [
    "Break",
    "Event",
    "Explanation",
    "ForecastError",
    "ForecastTable",
    "Missing",
    "Move",
    "Observations",
    "Origin",
    "StepScore",
    "Weather",
    "add_up",
    "explain",
    "first_day",
    "forecast",
    "rank_of",
    "reconcile",
    "score",
    "spans",
]
