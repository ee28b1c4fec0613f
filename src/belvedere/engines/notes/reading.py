"""Subjects from JSON: refused whole, with the place of the fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from .compare import LAGS
from .types import Forecast, Kind, NoteError, Point, Series, Subject

BOUNDS = ("mean", "lo80", "hi80", "lo95", "hi95")


def read(data: Any) -> list[Subject]:
    """``data``: a list of objects {label, unit, frequency, points: [[day, value]…], last, span, kind, breaks,
    forecast}. Raises NoteError."""
    if not isinstance(data, list):
        raise NoteError("Une liste de sujets est attendue : « [{…}, {…}] ».")
    return [_subject(one, f"sujet {place}") for place, one in enumerate(data, 1)]


def _subject(one: Any, where: str) -> Subject:
    if not isinstance(one, Mapping) or not isinstance(one.get("label"), str) or not one["label"]:
        raise NoteError(f"{where} : donnez-lui au moins « label », « frequency » et « points ».")
    if one.get("frequency") not in LAGS:
        raise NoteError(f"{where} : « frequency » vaut D, W, M, Q ou Y.")
    points = one.get("points")
    if not isinstance(points, list) or not points:
        raise NoteError(f"{where} : « points » est une liste de [jour, valeur], non vide.")
    held = tuple(_point(point, f"{where}, point {place}") for place, point in enumerate(points, 1))
    kind = one.get("kind", Kind.COUNT)
    if kind not in set(Kind):
        raise NoteError(f"{where} : « kind » vaut count, rate ou mark.")
    span = one.get("span", 1)
    if not isinstance(span, int) or isinstance(span, bool) or span < 1:
        raise NoteError(f"{where} : « span » est un nombre de périodes, 1 au moins.")
    breaks = tuple(_day(day, f"{where}, rupture") for day in one.get("breaks", ()))
    series = Series(
        str(one.get("key", one["label"])), one["label"], str(one.get("unit", "")), one["frequency"], held, Kind(kind),
        breaks,
    )  # fmt: skip
    last = _day(one["last"], f"{where}, last") if "last" in one else max(point.period for point in held)
    return Subject(series, last, span, _forecast(one.get("forecast"), where))


def _point(point: Any, where: str) -> Point:
    if not isinstance(point, list) or len(point) not in (2, 3):
        raise NoteError(f"{where} : écrivez [« 2026-07-01 », 1234] (et true si la valeur est provisoire).")
    value = point[1]
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value)):
        raise NoteError(f"{where} : la valeur est un nombre, ou null quand elle est inconnue.")
    return Point(_day(point[0], where), None if value is None else float(value), bool(point[2:] and point[2]))


def _day(text: Any, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise NoteError(f"{where} : « {text} » n’est pas une date (2026-07-01).") from None


def _forecast(given: Any, where: str) -> Forecast | None:
    if given is None:
        return None
    try:
        values = [float(given[name]) for name in BOUNDS]
    except (KeyError, TypeError, ValueError):
        raise NoteError(f"{where} : « forecast » porte {', '.join(BOUNDS)}, des nombres.") from None
    mean, lo80, hi80, lo95, hi95 = values
    if not lo95 <= lo80 <= mean <= hi80 <= hi95:
        raise NoteError(f"{where} : les intervalles de « forecast » ne s’emboîtent pas.")
    return Forecast(mean, lo80, hi80, lo95, hi95)
