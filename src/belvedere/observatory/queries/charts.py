"""Vega-Lite specifications: one for the browser, a picture or a PDF. Colours and widths are whoever draws' own."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from belvedere.observatory.models import SeriesBreak

from .published import Shown

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
#: How a period is written under an axis and in a tip, by frequency.
FORMATS = {"D": "%e %B %Y", "W": "%e %B %Y", "M": "%B %Y", "Q": "%B %Y", "Y": "%Y"}
HEIGHT = 280
#: From a period to the next one.
NEXT = {
    "D": timedelta(days=1), "W": timedelta(days=7), "M": relativedelta(months=1), "Q": relativedelta(months=3),
    "Y": relativedelta(years=1),
}  # fmt: skip


def holes(days: Sequence[date], frequency: str) -> list[date]:
    """The first period that nobody delivered of each hole between these: a line drawn through it would invent it."""
    step = NEXT[frequency]
    return [before + step for before, after in pairwise(days) if before + step < after]


def line_of(shown: Shown, breaks: Sequence[SeriesBreak] = ()) -> dict[str, Any]:
    """A series over time; what is hidden or unknown leaves a gap, provisional points are hollow, breaks are dashed."""
    values = [
        {"p": point.period.isoformat(), "v": point.value, "s": _state(point.provisional)} for point in shown.points
    ]
    missing = holes([point.period for point in shown.points], shown.series.frequency)
    values = sorted(values + [{"p": day.isoformat(), "v": None} for day in missing], key=lambda row: str(row["p"]))
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "invalid": "break-paths-show-path-domains"}},
        {
            "transform": [{"filter": "datum.v !== null"}],
            "mark": {"type": "point", "size": 18 if len(values) > 150 else 34, "filled": True, "tooltip": True},
            "encoding": {
                "tooltip": [
                    {"field": "p", "type": "temporal", "title": _("Période"),
                     "format": FORMATS[shown.series.frequency]},
                    {"field": "v", "type": "quantitative", "title": shown.series.get_unit_display(),
                     "format": _format(shown)},
                    {"field": "s", "title": _("État")},
                ],
                "opacity": {"condition": {"test": f"datum.s === '{_state(True)}'", "value": 0.45}, "value": 1},
            },
        },
    ]  # fmt: skip
    x = {"field": "p", "type": "temporal", "title": None, "axis": {"grid": False, "labelOverlap": True}}
    y = {"field": "v", "type": "quantitative", "title": shown.series.get_unit_display(),
         "axis": {"format": _format(shown)}}  # fmt: skip
    found = {
        "$schema": SCHEMA, "height": HEIGHT, "data": {"values": values}, "encoding": {"x": x, "y": y},
        "layer": layers + _breaks(breaks, shown),
    }  # fmt: skip
    return found


def _format(shown: Shown) -> str:
    """Whole numbers for counts, two decimals for rates and marks; never powers of ten."""
    return ",.0f" if max((point.value or 0.0 for point in shown.points), default=0.0) >= 100 else ",.2~f"


def _state(provisional: bool) -> str:
    return _("provisoire") if provisional else _("définitif")


def _breaks(breaks: Sequence[SeriesBreak], shown: Shown) -> list[dict[str, Any]]:
    held = [one for one in breaks if shown.points and shown.points[0].period <= one.day <= shown.points[-1].period]
    if not held:
        return []
    values = [{"p": one.day.isoformat(), "w": one.sentence} for one in held]
    place = {"x": {"field": "p", "type": "temporal"}, "y": None, "tooltip": {"field": "w", "title": _("Rupture")}}
    return [{"data": {"values": values}, "mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": place}]


def months_of(shown: Shown, years: Sequence[int]) -> dict[str, Any]:
    """Years of a monthly series over one another: the season at a glance. Told apart by colour and by dashes."""
    values = [
        {"m": date(2001, point.period.month, 1).isoformat(), "v": point.value, "y": str(point.period.year)}
        for point in shown.points
        if point.period.year in years and not point.hidden
    ]
    order = [str(year) for year in sorted(years, reverse=True)]
    return {
        "$schema": SCHEMA, "height": HEIGHT, "data": {"values": values},
        "mark": {"type": "line", "point": {"size": 30}, "tooltip": True},
        "encoding": {
            "x": {"field": "m", "type": "temporal", "title": None,
                  "axis": {"format": "%b", "grid": False, "labelOverlap": True,
                           "tickCount": {"interval": "month", "step": 1}}},
            "y": {"field": "v", "type": "quantitative", "title": shown.series.get_unit_display(),
                  "axis": {"format": _format(shown)}},
            "color": {"field": "y", "type": "nominal", "title": None, "sort": order},
            "strokeDash": {"field": "y", "type": "nominal", "title": None, "sort": order},
            "tooltip": [
                {"field": "y", "title": _("Année")},
                {"field": "m", "type": "temporal", "format": "%B", "title": _("Mois")},
                {"field": "v", "type": "quantitative", "format": _format(shown),
                 "title": shown.series.get_unit_display()},
            ],
        },
    }  # fmt: skip
