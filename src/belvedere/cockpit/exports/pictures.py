"""Charts as pictures: the specification of the page, in the light theme, with our colours and the page's language."""

import hashlib
from typing import Any

import orjson
import vl_convert
from django.core.cache import cache
from django.utils import dates, formats

A_DAY = 86400
VEGA_LITE = "6.4"
#: Those of the browser's charts (frontend/src/islands/chart/theme.ts).
COLOURS = ["#0072b2", "#c24d00", "#00805c", "#a8457f", "#6a5acd", "#7a6000"]
INK, MUTED, LINE, PAPER = "#1d2b29", "#55605e", "#e2dcd1", "#ffffff"
FONT = "Liberation Sans, Arial, sans-serif"
CONFIG: dict[str, Any] = {
    "background": PAPER,
    "font": FONT,
    "range": {"category": COLOURS},
    "axis": {"labelColor": MUTED, "titleColor": MUTED, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE,
             "labelFontSize": 12},
    "legend": {"labelColor": INK, "titleColor": MUTED, "labelFontSize": 13, "orient": "top", "symbolSize": 90},
    "line": {"color": COLOURS[0], "strokeWidth": 2},
    "bar": {"color": COLOURS[0]},
    "view": {"stroke": "transparent"},
}  # fmt: skip


def svg_of(spec: dict[str, Any], *, width: int = 640) -> str:
    return str(_kept("svg", _themed(spec, width)))


def png_of(spec: dict[str, Any], *, width: int = 640) -> bytes:
    """Twice as many dots as it is wide: sharp on paper."""
    return bytes(_kept("png", _themed(spec, width)))


def numbers() -> dict[str, Any]:
    """What the renderer asks of a language, from what Django knows of it."""
    said = {"decimal": formats.get_format("DECIMAL_SEPARATOR"), "thousands": formats.get_format("THOUSAND_SEPARATOR")}
    return said | {"grouping": [3], "currency": ["", "\N{NO-BREAK SPACE}€"]}


def days() -> dict[str, Any]:
    """Its weeks begin on Sunday."""
    week = [6, 0, 1, 2, 3, 4, 5]
    return {
        "dateTime": "%A %e %B %Y, %X", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["", ""],
        "days": [str(dates.WEEKDAYS[day]) for day in week],
        "shortDays": [str(dates.WEEKDAYS_ABBR[day]) for day in week],
        "months": [str(dates.MONTHS[month]) for month in range(1, 13)],
        "shortMonths": [str(dates.MONTHS_AP[month]) for month in range(1, 13)],
    }  # fmt: skip


def _themed(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """The renderer's Vega-Lite is a little older than the browser's: it would tell dashes apart in a second legend."""
    encoding = dict(spec.get("encoding", {}))
    if "strokeDash" in encoding:
        encoding["strokeDash"] = encoding["strokeDash"] | {"legend": None}
    sized = spec | {"width": width, "autosize": {"type": "fit", "contains": "padding"}, "config": CONFIG}
    return sized | {"encoding": encoding} if encoding else sized


def _kept(form: str, spec: dict[str, Any]) -> Any:
    """Drawn once a day."""
    said = {"format_locale": numbers(), "time_format_locale": days()}
    given = orjson.dumps([spec, said])
    key = f"cockpit/picture/{form}/{hashlib.blake2b(given, digest_size=16).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        draw = vl_convert.vegalite_to_png if form == "png" else vl_convert.vegalite_to_svg
        more = {"scale": 2} if form == "png" else {}
        drawn = draw(orjson.dumps(spec).decode(), vl_version=VEGA_LITE, **said, **more)
        cache.set(key, drawn, A_DAY)
    return drawn
