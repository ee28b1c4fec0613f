"""Indicators of a destination: definitions, the sums that units allow, and the reckoning with its coverage."""

from belvedere.engines.indicators.reckon import Answer, Figures, figures, gathered
from belvedere.engines.indicators.registry import BY_KEY, INDICATORS, Example, Indicator
from belvedere.engines.indicators.units import (
    RULES,
    IndicatorError,
    Rule,
    SumRefused,
    allow_places,
    allow_time,
    rule_of,
)

__all__ = [
    "BY_KEY",
    "INDICATORS",
    "RULES",
    "Answer",
    "Example",
    "Figures",
    "Indicator",
    "IndicatorError",
    "Rule",
    "SumRefused",
    "allow_places",
    "allow_time",
    "figures",
    "gathered",
    "rule_of",
]
