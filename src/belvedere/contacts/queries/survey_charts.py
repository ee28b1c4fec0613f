"""Scores and curves drawn by the chart island, their intervals with them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .studies import Point
from .survey_results import Month

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INTERVAL = {"mark": {"type": "rule", "opacity": 0.45}, "encoding": {"y": {"field": "low"}, "y2": {"field": "high"}}}


def by_month(months: Sequence[Month]) -> dict[str, Any] | None:
    """The NPS of each month that can be told; None when there is none."""
    values = [
        {"p": one.day.isoformat(), "v": round(one.nps.value, 1), "low": round(one.nps.low, 1),
         "high": round(one.nps.high, 1), "n": one.nps.n}
        for one in months
        if one.nps.value is not None
    ]  # fmt: skip
    if not values:
        return None
    tooltip = [
        {"field": "p", "type": "temporal", "title": _("Mois"), "format": "%m/%Y"},
        {"field": "v", "type": "quantitative", "title": _("NPS")},
        {"field": "low", "type": "quantitative", "title": _("Au moins")},
        {"field": "high", "type": "quantitative", "title": _("Au plus")},
        {"field": "n", "type": "quantitative", "title": _("Réponses")},
    ]
    y = {"field": "v", "type": "quantitative", "title": _("NPS"), "scale": {"domain": [-100, 100]}}
    interval = INTERVAL | {"encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}}}
    line = {
        "mark": {"type": "line", "point": True, "tooltip": True},
        "encoding": {"y": y, "tooltip": tooltip},
    }
    return {
        "$schema": SCHEMA,
        "height": 220,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "p", "type": "temporal", "title": None, "axis": {"grid": False, "labelOverlap": True}}
        },
        "layer": [interval, line],
    }


def by_year(points: Sequence[Point], title: str) -> dict[str, Any] | None:
    """A curve a market, in percent; None when no year can be told."""
    values = [
        {"m": one.market, "p": str(one.year), "v": round(100 * one.estimate.value, 1),
         "low": round(100 * one.estimate.low, 1), "high": round(100 * one.estimate.high, 1)}
        for one in points
        if one.estimate.value is not None
    ]  # fmt: skip
    if not values:
        return None
    tooltip = [
        {"field": "m", "title": _("Marché")},
        {"field": "p", "title": _("Année")},
        {"field": "v", "type": "quantitative", "title": title},
        {"field": "low", "type": "quantitative", "title": _("Au moins")},
        {"field": "high", "type": "quantitative", "title": _("Au plus")},
    ]
    y = {"field": "v", "type": "quantitative", "title": "%"}
    return {
        "$schema": SCHEMA,
        "height": 220,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "p", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
            "xOffset": {"field": "m"},
            "color": {"field": "m", "type": "nominal", "title": None, "legend": {"columns": 2}},
        },
        "layer": [
            INTERVAL | {"encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}}},
            {"mark": {"type": "line", "opacity": 0.6}, "encoding": {"y": y}},
            {"mark": {"type": "point", "filled": True, "size": 70, "tooltip": True},
             "encoding": {"y": y, "tooltip": tooltip}},
        ],
    }  # fmt: skip
