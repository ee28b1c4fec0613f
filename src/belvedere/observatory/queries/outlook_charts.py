"""Vega-Lite specifications of what is foreseen and of what an event changed. Colours are whoever draws' own."""

from typing import Any

from django.utils.translation import gettext as _

from .charts import FORMATS, HEIGHT, SCHEMA, holes
from .effects import Passport
from .outlooks import Outlook, Said

#: Known periods drawn before the first one foreseen.
PAST = {"D": 120, "W": 104, "M": 36, "Q": 16, "Y": 15}


def outlook(found: Outlook) -> dict[str, Any]:
    """What is known, then the middle of what is foreseen with its two bands."""
    frequency = found.series.frequency
    past = [point for point in found.shown.points if point.value is not None][-PAST[frequency] :]
    rows = [(point.period, point.value) for point in past]
    rows += [(day, None) for day in holes([point.period for point in past], frequency)]
    known = [{"p": day.isoformat(), "v": value, "k": _("connu")} for day, value in sorted(rows, key=lambda row: row[0])]
    ahead = [
        {"p": step.period.isoformat(), "v": step.mean, "k": _("prévu"), "a": step.lo80, "b": step.hi80,
         "c": step.lo95, "d": step.hi95}
        for step in found.steps
    ]  # fmt: skip
    unit = found.series.get_unit_display()
    x = {"field": "p", "type": "temporal", "title": None, "axis": {"grid": False, "labelOverlap": True}}
    tip = [
        {"field": "p", "type": "temporal", "title": _("Période"), "format": FORMATS[frequency]},
        {"field": "k", "title": _("État")},
        {"field": "v", "type": "quantitative", "title": unit, "format": ",.0f"},
    ]
    layers = [_band("c", "d", 0.16, unit), _band("a", "b", 0.32, unit)]
    lines = {
        "mark": {"type": "line", "invalid": "break-paths-show-path-domains", "tooltip": True},
        "encoding": {
            "y": {"field": "v", "type": "quantitative", "title": unit, "axis": {"format": ",.0f"}},
            "strokeDash": {"field": "k", "type": "nominal", "title": None, "sort": [_("connu"), _("prévu")]},
            "tooltip": tip,
        },
    }
    return {
        "$schema": SCHEMA, "height": HEIGHT, "data": {"values": [*known, *ahead]}, "encoding": {"x": x},
        "layer": [*layers, lines],
    }  # fmt: skip


def _band(low: str, high: str, opacity: float, unit: str) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"isValid(datum.{low})"}],
        "mark": {"type": "area", "opacity": opacity},
        "encoding": {
            "y": {"field": low, "type": "quantitative", "title": unit, "axis": {"format": ",.0f"}},
            "y2": {"field": high},
        },
    }


def _told(names: list[str]) -> dict[str, Any]:
    """Marks told apart by colour and by shape, named in a legend."""
    one = {"field": "k", "type": "nominal", "title": None, "sort": names}
    return {"color": one, "shape": one}


def said(rows: list[Said], frequency: str) -> dict[str, Any]:
    """What came, over what each run had said of it."""
    ours, theirs = _("nous avions dit"), _("ce fut")
    came = {one.step.period: one.came for one in rows}
    values = [{"p": day.isoformat(), "v": value, "k": theirs} for day, value in sorted(came.items())]
    words = [
        {"p": one.step.period.isoformat(), "v": one.step.mean, "a": one.step.lo80, "b": one.step.hi80, "k": ours}
        for one in rows
    ]
    x = {"field": "p", "type": "temporal", "title": None, "axis": {"grid": False, "labelOverlap": True}}
    y = {"field": "v", "type": "quantitative", "title": None, "axis": {"format": ",.0f"}}
    tip = [
        {"field": "p", "type": "temporal", "title": _("Période"), "format": FORMATS[frequency]},
        {"field": "k", "title": _("État")},
        {"field": "v", "type": "quantitative", "title": _("Valeur"), "format": ",.0f"},
    ]
    marks = _told([theirs, ours])
    return {
        "$schema": SCHEMA, "height": HEIGHT, "encoding": {"x": x},
        "layer": [
            {"data": {"values": words}, "mark": {"type": "rule", "opacity": 0.4, "strokeWidth": 3},
             "encoding": {"y": y | {"field": "a"}, "y2": {"field": "b"}, "color": marks["color"]}},
            {"data": {"values": values}, "mark": {"type": "line"}, "encoding": {"y": y, "color": marks["color"]}},
            {"data": {"values": [*words, *values]}, "mark": {"type": "point", "filled": True, "size": 45,
                                                            "tooltip": True},
             "encoding": {"y": y, "tooltip": tip} | marks},
        ],
    }  # fmt: skip


def placebos(answer: dict[str, Any]) -> dict[str, Any]:
    """What the same reckoning finds where nothing happened, and where the event lies among it (per cent)."""
    values = [{"e": 100 * share} for share in answer["placebos"]]
    share = 100 * answer["relative"]
    mark = [{"e": share, "w": _("l’événement")}]
    side = {"align": "right", "dx": -8} if share > 0 else {"align": "left", "dx": 8}
    x = {"field": "e", "type": "quantitative", "title": _("Écart trouvé (%)")}
    return {
        "$schema": SCHEMA, "height": 200,
        "layer": [
            {"data": {"values": values}, "mark": {"type": "bar", "tooltip": True},
             "encoding": {
                 "x": x | {"bin": {"maxbins": 40}},
                 "y": {"aggregate": "count", "type": "quantitative", "title": _("Périodes calmes")},
             }},
            {"data": {"values": mark}, "mark": {"type": "rule", "strokeWidth": 3, "tooltip": True},
             "encoding": {"x": x, "tooltip": [{"field": "w", "title": _("Écart")},
                                              {"field": "e", "type": "quantitative", "format": "+.1f", "title": "%"}]}},
            {"data": {"values": mark}, "mark": {"type": "text", "baseline": "top", "y": 4, "fontSize": 13} | side,
             "encoding": {"x": x, "text": {"field": "w"}}},
        ],
    }  # fmt: skip


def effect_days(answer: dict[str, Any]) -> dict[str, Any]:
    """Each day of the event: counted, and expected without it with its interval."""
    counted, expected = _("compté"), _("attendu sans lui")
    values = [
        row
        for day in answer["expected"]
        for row in (
            {"p": day["date"], "k": counted, "v": day["observed"]},
            {"p": day["date"], "k": expected, "v": day["expected"], "a": day["low"], "b": day["high"]},
        )
    ]
    x = {"field": "p", "type": "ordinal", "timeUnit": "yearmonthdate", "title": None,
         "axis": {"format": "%e %b", "labelAngle": 0, "labelOverlap": True}}  # fmt: skip
    y = {"type": "quantitative", "title": None, "axis": {"format": ",.0f"}}
    tip = [
        {"field": "p", "type": "temporal", "title": _("Jour"), "format": "%e %B %Y"},
        {"field": "k", "title": _("État")},
        {"field": "v", "type": "quantitative", "title": _("Valeur"), "format": ",.0f"},
    ]
    marks = _told([counted, expected])
    return {
        "$schema": SCHEMA, "height": 220, "data": {"values": values}, "encoding": {"x": x},
        "layer": [
            {"transform": [{"filter": "isValid(datum.a)"}], "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5},
             "encoding": {"y": y | {"field": "a"}, "y2": {"field": "b"}, "color": marks["color"]}},
            {"mark": {"type": "point", "filled": True, "size": 70, "tooltip": True},
             "encoding": {"y": y | {"field": "v"}, "tooltip": tip} | marks},
        ],
    }  # fmt: skip


def of_passport(found: Passport) -> dict[str, Any]:
    """Drawings of the latest measured edition, by name; none when nobody can tell, no day of a secret series."""
    answer = found.latest.effect.answer if found.latest and found.latest.effect else {}
    if not answer.get("placebos"):
        return {}
    charts = {"placebos": placebos(answer)}
    return charts if found.hidden else charts | {"days": effect_days(answer)}
