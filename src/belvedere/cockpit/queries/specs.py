"""Vega-Lite specifications of the tiles: one for the browser, the picture and the PDF. Colours, widths and fonts are
whoever draws' own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from belvedere.engines.notes import number
from belvedere.observatory.queries.charts import FORMATS, SCHEMA, holes

HEIGHT = 260
#: Told apart by every eye, in light and in dark: from deep blue to yellow.
SCHEME = "cividis"
#: Shades of a map: more of them are not told apart.
CLASSES = 5
#: Where the browser and the printer find the shapes.
SHAPES = "communes"

Lines = Mapping[str, Sequence[tuple[date, float | None]]]


def over_time(lines: Lines, *, frequency: str, unit: str, bars: bool) -> dict[str, Any]:
    """One line (or bar) a name, the first one in front; what is hidden or unknown leaves a gap."""
    names = list(lines)
    values = [
        {"p": day.isoformat(), "v": value, "k": name}
        for name, points in lines.items()
        for day, value in _with_holes(points, frequency)
    ]
    form = _format(value for points in lines.values() for _day, value in points)
    tip = [
        {"field": "p", "type": "temporal", "title": _("Période"), "format": FORMATS[frequency]},
        {"field": "v", "type": "quantitative", "title": unit, "format": form},
    ]
    encoding: dict[str, Any] = {
        "x": {"field": "p", "type": "temporal", "title": None, "axis": {"grid": False, "labelOverlap": True}},
        "y": {"field": "v", "type": "quantitative", "title": unit, "axis": {"format": form}},
        "tooltip": tip,
    }
    mark: dict[str, Any] = {"type": "line", "invalid": "break-paths-show-path-domains", "tooltip": True}
    if bars:
        mark = {"type": "bar", "tooltip": True}
        axis = {"labelOverlap": True, "format": _short(frequency)}
        encoding["x"] |= {"type": "ordinal", "timeUnit": _unit_of(frequency), "axis": axis}
    if len(names) > 1:
        encoding["color"] = {"field": "k", "type": "nominal", "title": None, "sort": names}
        tip.insert(0, {"field": "k", "title": _("Année")})
        if bars:
            encoding["xOffset"] = {"field": "k", "type": "nominal", "sort": names[::-1]}
        else:
            encoding["strokeDash"] = {"field": "k", "type": "nominal", "title": None, "sort": names}
    return {
        "$schema": SCHEMA, "height": HEIGHT, "data": {"values": values}, "mark": mark, "encoding": encoding,
    }  # fmt: skip


def _with_holes(points: Sequence[tuple[date, float | None]], frequency: str) -> list[tuple[date, float | None]]:
    missing = holes([day for day, _value in points], frequency)
    return sorted([*points, *((day, None) for day in missing)], key=lambda row: row[0])


def by_year(values: Sequence[tuple[int, float | None]], *, unit: str) -> dict[str, Any]:
    """A bar a year."""
    rows = [{"y": str(year), "v": value} for year, value in values if value is not None]
    form = _format(value for _year, value in values)
    return {
        "$schema": SCHEMA, "height": HEIGHT, "data": {"values": rows}, "mark": {"type": "bar", "tooltip": True},
        "encoding": {
            "x": {"field": "y", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {"field": "v", "type": "quantitative", "title": unit, "axis": {"format": form}},
            "tooltip": [
                {"field": "y", "title": _("Année")},
                {"field": "v", "type": "quantitative", "title": unit, "format": form},
            ],
        },
    }  # fmt: skip


def communes(values: Mapping[str, tuple[str, float]], *, unit: str, url: str) -> dict[str, Any]:
    """Communes coloured by a value (``values``: name and value by code), in classes of equal numbers; grey where
    nothing is known. ``url``: where their shapes are."""
    form = _format(value for _name, value in values.values())
    classes = _classes([value for _name, value in values.values()])
    rows = [
        {"c": code, "n": name, "v": value, "k": next(label for top, label in classes if value <= top)}
        for code, (name, value) in values.items()
    ]
    labels = [label for _top, label in classes]
    colour = {
        "field": "k", "type": "ordinal", "title": unit, "sort": labels,
        "scale": {"domain": labels, "scheme": SCHEME}, "legend": {"symbolType": "square", "columns": 3},
    }  # fmt: skip
    edge = {"type": "geoshape", "aria": False, "stroke": "#8a8f8c", "strokeWidth": 0.3}
    tip = [
        {"field": "n", "title": _("Commune")},
        {"field": "v", "type": "quantitative", "title": unit, "format": form},
    ]
    known = [
        {"lookup": "id", "from": {"data": {"values": rows}, "key": "c", "fields": ["v", "n", "k"]}},
        {"filter": "isValid(datum.v)"},
    ]
    return {
        "$schema": SCHEMA, "height": 380,
        "data": {"name": SHAPES, "url": url, "format": {"type": "json", "property": "features"}},
        "projection": {"type": "identity", "reflectY": True},
        "layer": [
            {"mark": edge | {"fill": "#8a8f8c", "fillOpacity": 0.16}},
            {"transform": known, "mark": edge | {"tooltip": True}, "encoding": {"color": colour, "tooltip": tip}},
        ],
    }  # fmt: skip


def _classes(values: Sequence[float]) -> list[tuple[float, str]]:
    """Highest value and words of each class: as many communes in each, equal values together."""
    ranked = sorted(values)
    tops = sorted({ranked[(k + 1) * len(ranked) // CLASSES - 1] for k in range(CLASSES) if len(ranked) >= CLASSES})
    out, low = [], ranked[0]
    for top in tops or [ranked[-1]]:
        inside = [value for value in ranked if low <= value <= top]
        first, last = number(inside[0]), number(inside[-1])
        out.append((top, first if first == last else _("%(first)s à %(last)s") % {"first": first, "last": last}))
        low = next((value for value in ranked if value > top), top)
    return out


def with_shapes(spec: dict[str, Any] | None, features: Sequence[Any]) -> dict[str, Any] | None:
    """The same with the shapes inside, for those who fetch nothing."""
    if spec is None or spec.get("data", {}).get("name") != SHAPES:
        return spec
    return spec | {"data": {"name": SHAPES, "values": list(features)}}


def _format(values: Any) -> str:
    """Whole numbers for counts, two decimals for rates and marks; never powers of ten."""
    return ",.0f" if max((abs(value) for value in values if value is not None), default=0.0) >= 100 else ",.2~f"


def _unit_of(frequency: str) -> str:
    return {"M": "yearmonth", "Q": "yearquarter", "Y": "year", "W": "yearmonthdate"}.get(frequency, "yearmonthdate")


def _short(frequency: str) -> str:
    return {"M": "%b %y", "Q": "%b %y", "Y": "%Y"}.get(frequency, "%d/%m")
