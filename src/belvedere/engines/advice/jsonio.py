"""The JSON form of a trip and of a route.

In, at least: {"days": m, "limit": minutes | null, "start": 0, "end": 0,
"stops": [{"id", "score", "visit", "opens", "closes"}], "travel": [[minutes]] | "euclidean" with "x", "y"}.
Out, at least: {"score", "days": [[ids in order]], "arrivals": [[minutes]], "seconds"}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, TypeVar

from .types import Break, DayFrame, Pin, Plan, Stop, StopId, Trip, TripError, Window

T = TypeVar("T")
TOP = {
    "days", "limit", "start", "end", "stops", "travel", "decimals", "speed_kmh", "detour", "leave_by_close", "frames",
    "lunch", "lunch_places", "rests", "budget", "must", "never", "theme_caps", "exclusive", "pins",
}  # fmt: skip
STOP = {"id", "score", "visit", "opens", "closes", "windows", "x", "y", "lon", "lat", "name", "price", "themes",
        "meal", "indoor"}  # fmt: skip


def trip_of(data: object) -> Trip:
    """A trip from parsed JSON; TripError names the field at fault. Unknown keys are faults: a typo must be seen."""
    top = _object(data, "racine", TOP)
    if "stops" not in top:
        raise TripError("stops", "ce champ manque")
    stops = tuple(_stop(item, f"stops[{k}]") for k, item in enumerate(_list(top["stops"], "stops")))
    if not stops:
        raise TripError("stops", "il faut au moins l’étape de départ")
    twice = [s.id for k, s in enumerate(stops) if s.id in {other.id for other in stops[:k]}]
    if twice:
        raise TripError("stops", f"l’identifiant «\u00a0{twice[0]}\u00a0» est donné deux fois")
    limit, budget = top.get("limit"), top.get("budget")
    start = _id(top.get("start", 0), "start")
    return Trip(
        stops=stops,
        days=_integer(top.get("days", 1), "days", 1, 31),
        start=start,
        end=_id(top["end"], "end") if top.get("end") is not None else start,
        limit=None if limit is None else _number(limit, "limit", 0),
        travel=_travel(top.get("travel", "euclidean")),
        decimals=None if top.get("decimals") is None else _integer(top["decimals"], "decimals", 0, 6),
        speed_kmh=_number(top.get("speed_kmh", 45.0), "speed_kmh", 0.1),
        detour=_number(top.get("detour", 1.3), "detour", 1.0),
        leave_by_close=_boolean(top.get("leave_by_close", False), "leave_by_close"),
        frames=_each(top, "frames", _frame),
        lunch=None if top.get("lunch") is None else _break(top["lunch"], "lunch"),
        lunch_places=_boolean(top.get("lunch_places", True), "lunch_places"),
        rests=_each(top, "rests", _break),
        budget=None if budget is None else _number(budget, "budget", 0),
        must=_each(top, "must", _id),
        never=_each(top, "never", _id),
        theme_caps=_theme_caps(top.get("theme_caps", {})),
        exclusive=_each(top, "exclusive", lambda item, at: tuple(_id(i, at) for i in _list(item, at))),
        pins=_each(top, "pins", _pin),
    )


def route_of(plan: Plan, seconds: float) -> dict[str, Any]:
    """A plan as JSON values; `arrivals` are the minutes at which each visit begins."""
    return {
        "score": _plain(plan.score),
        "days": [[step.stop for step in day.steps] for day in plan.days],
        "arrivals": [[_plain(step.arrives) for step in day.steps] for day in plan.days],
        "departs": [_plain(day.departs) for day in plan.days],
        "returns": [_plain(day.returns) for day in plan.days],
        "rests": [[_plain(step.rest) for step in day.steps] for day in plan.days],
        "bound": None if plan.bound is None else _plain(plan.bound),
        "proved": plan.proved,
        "stopped": plan.stopped,
        "unmet": [{"code": u.code, "stop": u.stop, "day": u.day, "reason": u.sentence} for u in plan.unmet],
        "notes": list(plan.notes),
        "seconds": round(seconds, 3),
    }


def _plain(value: float) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _stop(item: object, at: str) -> Stop:
    row = _object(item, at, STOP)
    if "id" not in row:
        raise TripError(f"{at}.id", "ce champ manque")
    windows: tuple[Window, ...] = ()
    if "windows" in row:
        windows = tuple(_window(w, f"{at}.windows[{k}]") for k, w in enumerate(_list(row["windows"], f"{at}.windows")))
        if not windows:
            raise TripError(f"{at}.windows", "la liste est vide\u00a0; retirez l’étape si elle est toujours fermée")
    elif row.get("opens") is not None or row.get("closes") is not None:
        windows = (_window({"opens": row.get("opens"), "closes": row.get("closes")}, at),)
    x, y = row.get("x", row.get("lon")), row.get("y", row.get("lat"))
    return Stop(
        id=_id(row["id"], f"{at}.id"),
        score=_number(row.get("score", 0), f"{at}.score", 0),
        visit=_number(row.get("visit", 0), f"{at}.visit", 0),
        windows=windows,
        x=None if x is None else _number(x, f"{at}.x"),
        y=None if y is None else _number(y, f"{at}.y"),
        name=str(row.get("name", "")),
        price=_number(row.get("price", 0), f"{at}.price", 0),
        themes=tuple(str(t) for t in _list(row.get("themes", []), f"{at}.themes")),
        meal=_boolean(row.get("meal", False), f"{at}.meal"),
        indoor=None if row.get("indoor") is None else _boolean(row["indoor"], f"{at}.indoor"),
    )


def _window(item: object, at: str) -> Window:
    if isinstance(item, list):
        if len(item) not in (2, 3):
            raise TripError(at, "il faut [ouverture, fermeture] ou [ouverture, fermeture, jour]")
        item = dict(zip(("opens", "closes", "day"), item, strict=False))
    row = _object(item, at, {"opens", "closes", "day"})
    opens = 0.0 if row.get("opens") is None else _number(row["opens"], f"{at}.opens", 0)
    closes = float("inf") if row.get("closes") is None else _number(row["closes"], f"{at}.closes", 0)
    if closes < opens:
        raise TripError(f"{at}.closes", f"la fermeture ({closes:g}) précède l’ouverture ({opens:g})")
    return Window(opens, closes, None if row.get("day") is None else _integer(row["day"], f"{at}.day", 0, 30))


def _break(item: object, at: str) -> Break:
    row = _object(item, at, {"opens", "closes", "minutes"})
    values = [_number(row.get(key), f"{at}.{key}", 0) for key in ("opens", "closes", "minutes")]
    if values[1] < values[0]:
        raise TripError(f"{at}.closes", "la fin précède le début")
    return Break(*values)


def _frame(item: object, at: str) -> DayFrame:
    row = _object(item, at, {"leaves", "returns", "start", "end"})
    hours = [None if row.get(k) is None else _number(row[k], f"{at}.{k}", 0) for k in ("leaves", "returns")]
    ends = [None if row.get(k) is None else _id(row[k], f"{at}.{k}") for k in ("start", "end")]
    return DayFrame(hours[0], hours[1], ends[0], ends[1])


def _pin(item: object, at: str) -> Pin:
    row = _object(item, at, {"stop", "day", "at"})
    if "stop" not in row:
        raise TripError(f"{at}.stop", "ce champ manque")
    day = None if row.get("day") is None else _integer(row["day"], f"{at}.day", 0, 30)
    return Pin(
        _id(row["stop"], f"{at}.stop"), day, None if row.get("at") is None else _number(row["at"], f"{at}.at", 0)
    )


def _theme_caps(item: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(item, Mapping):
        raise TripError("theme_caps", "il faut un objet «\u00a0thème\u00a0»\u00a0: nombre")
    return tuple((str(theme), _integer(cap, f"theme_caps.{theme}", 0, 1_000)) for theme, cap in item.items())


def _travel(item: object) -> Any:
    if isinstance(item, str):
        if item not in ("euclidean", "line"):
            raise TripError("travel", "il faut une matrice de minutes, «\u00a0euclidean\u00a0» ou «\u00a0line\u00a0»")
        return item
    rows = [_list(row, f"travel[{r}]") for r, row in enumerate(_list(item, "travel"))]
    return tuple(tuple(_number(v, f"travel[{r}][{c}]", 0) for c, v in enumerate(row)) for r, row in enumerate(rows))


def _object(item: object, at: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(item, Mapping):
        raise TripError(at, "il faut un objet JSON")
    strange = sorted(set(item) - known)
    if strange:
        raise TripError(f"{at}.{strange[0]}" if at != "racine" else strange[0], "ce champ est inconnu")
    return item


def _list(item: object, at: str) -> list[Any]:
    if not isinstance(item, list):
        raise TripError(at, "il faut une liste")
    return item


def _each(top: Mapping[str, Any], key: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    return tuple(read(item, f"{key}[{k}]") for k, item in enumerate(_list(top.get(key) or [], key)))


def _number(item: object, at: str, low: float = float("-inf")) -> float:
    if isinstance(item, bool) or not isinstance(item, int | float) or not isfinite(item):
        raise TripError(at, "il faut un nombre")
    if item < low:
        raise TripError(at, f"il faut un nombre d’au moins {low:g}")
    if abs(item) > 1e7:
        raise TripError(at, "ce nombre est trop grand (dix millions au plus)")
    return float(item)


def _integer(item: object, at: str, low: int, high: int) -> int:
    if isinstance(item, bool) or not isinstance(item, int) or not low <= item <= high:
        raise TripError(at, f"il faut un nombre entier de {low} à {high}")
    return item


def _boolean(item: object, at: str) -> bool:
    if not isinstance(item, bool):
        raise TripError(at, "il faut true ou false")
    return item


def _id(item: object, at: str) -> StopId:
    if isinstance(item, bool) or not isinstance(item, int | str):
        raise TripError(at, "un identifiant est un nombre entier ou un texte")
    return item
