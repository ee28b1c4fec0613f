"""Charts as pictures: the specification of the page, in the light theme, with our colours and French numbers."""

import hashlib
from typing import Any

import orjson
import vl_convert
from django.core.cache import cache

A_DAY = 86400
VEGA_LITE = "6.4"
#: Those of the browser's charts (frontend/src/islands/chart/theme.ts).
COLOURS = ["#0072b2", "#c24d00", "#00805c", "#a8457f", "#6a5acd", "#7a6000"]
INK, MUTED, LINE, PAPER = "#1d2b29", "#55605e", "#e2dcd1", "#ffffff"
FONT = "Liberation Sans, Arial, sans-serif"
NUMBERS = {
    "decimal": ",", "thousands": "\N{NO-BREAK SPACE}", "grouping": [3],
    "currency": ["", "\N{NO-BREAK SPACE}€"],
}  # fmt: skip
DATES = {
    "dateTime": "%A %e %B %Y à %X", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["", ""],
    "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    "months": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
               "novembre", "décembre"],
    "shortMonths": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
}  # fmt: skip
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


def _themed(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """The renderer's Vega-Lite is a little older than the browser's: it would tell dashes apart in a second legend."""
    encoding = dict(spec.get("encoding", {}))
    if "strokeDash" in encoding:
        encoding["strokeDash"] = encoding["strokeDash"] | {"legend": None}
    sized = spec | {"width": width, "autosize": {"type": "fit", "contains": "padding"}, "config": CONFIG}
    return sized | {"encoding": encoding} if encoding else sized


def _kept(form: str, spec: dict[str, Any]) -> Any:
    """Drawn once a day."""
    given = orjson.dumps(spec)
    key = f"cockpit/picture/{form}/{hashlib.blake2b(given, digest_size=16).hexdigest()}"
    drawn = cache.get(key)
    if drawn is None:
        draw = vl_convert.vegalite_to_png if form == "png" else vl_convert.vegalite_to_svg
        more = {"scale": 2} if form == "png" else {}
        drawn = draw(given.decode(), vl_version=VEGA_LITE, format_locale=NUMBERS, time_format_locale=DATES, **more)
        cache.set(key, drawn, A_DAY)
    return drawn
