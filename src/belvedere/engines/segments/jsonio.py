"""The JSON form of segments and of their schema.

A condition is one of: {"all": […]}, {"any": […]}, {"not": …}, {"in": "key"}; on a person {"field", "op", "value"},
{"field", "one_of": […]}, {"field", "starts": […]}, {"field", "is": true}, {"field", "known": true},
{"field", "age": "<" | ">=", "days"}; on acts {"acts": [kinds], "op", "value"} with "measure", "of", "where", "oldest",
"newest"; a soft type {"clues": [{"label", "if", "weight", "against"}], "prior", "strength", "threshold"}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as Json
from typing import cast

from .types import (
    MEASURES,
    OPERATORS,
    PAST,
    Acts,
    Age,
    All,
    Any,
    Clue,
    Compare,
    Condition,
    Field,
    Flag,
    Kind,
    Known,
    Lean,
    Measure,
    Not,
    OneOf,
    Operator,
    RowTest,
    Schema,
    Segment,
    SegmentError,
    Starts,
    Window,
    Within,
)

_DEPTH = 20
_ACTS = {"acts", "op", "value", "measure", "of", "where", "oldest", "newest"}
_TESTS = {"op": {"field", "op", "value"}, "one_of": {"field", "one_of"}, "starts": {"field", "starts"},
          "is": {"field", "is"}, "known": {"field", "known"}, "age": {"field", "age", "days"}}  # fmt: skip


def segment_of(data: object, place: str = "segment") -> Segment:
    """A segment from {"key", "name", "if"}; SegmentError names the place at fault."""
    top = _object(data, place, {"key", "name", "if"})
    key = _text(top.get("key"), f"{place}.key")
    return Segment(key, _text(top.get("name", key), f"{place}.name"), condition_of(top.get("if"), f"{place}.if"))


def condition_of(data: object, place: str = "if", depth: int = 0) -> Condition:
    """A condition from parsed JSON. Unknown keys are faults: a typo must be seen."""
    if depth > _DEPTH:
        raise SegmentError(place, f"plus de {_DEPTH} conditions l’une dans l’autre")
    top = _object(data, place, None)
    if "all" in top or "any" in top:
        word = "all" if "all" in top else "any"
        _object(top, place, {word})
        parts = tuple(condition_of(p, f"{place}.{word}[{k}]", depth + 1) for k, p in enumerate(_list(top[word], place)))
        if not parts:
            raise SegmentError(f"{place}.{word}", "ce groupe de conditions est vide")
        return All(parts) if word == "all" else Any(parts)
    if "not" in top:
        return Not(condition_of(_object(top, place, {"not"})["not"], f"{place}.not", depth + 1))
    if "in" in top:
        return Within(_text(_object(top, place, {"in"})["in"], f"{place}.in"))
    if "clues" in top:
        return _lean(top, place, depth)
    if "acts" in top:
        return _acts(_object(top, place, _ACTS), place)
    return _test(top, place)


def _lean(top: Mapping[str, Json], place: str, depth: int) -> Lean:
    _object(top, place, {"clues", "prior", "strength", "threshold"})
    clues = []
    for rank, data in enumerate(_list(top["clues"], f"{place}.clues")):
        at = f"{place}.clues[{rank}]"
        clue = _object(data, at, {"label", "if", "weight", "against"})
        inner = condition_of(clue.get("if"), f"{at}.if", depth + 1)
        weight, against = _whole(clue.get("weight"), f"{at}.weight"), _whole(clue.get("against", 0), f"{at}.against")
        clues.append(Clue(_text(clue.get("label"), f"{at}.label"), inner, weight, against))
    if not clues:
        raise SegmentError(f"{place}.clues", "il faut au moins un indice")
    prior, strength, threshold = (
        _whole(top.get(name), f"{place}.{name}") for name in ("prior", "strength", "threshold")
    )
    return Lean(tuple(clues), prior, strength, threshold)


def _acts(top: Mapping[str, Json], place: str) -> Acts:
    measure = top.get("measure", "count")
    if measure not in MEASURES:
        raise SegmentError(f"{place}.measure", f"choisissez parmi {', '.join(MEASURES)}")
    tests = tuple(_test(t, f"{place}.where[{k}]") for k, t in enumerate(_list(top.get("where", []), f"{place}.where")))
    if any(isinstance(test, Age) for test in tests):
        raise SegmentError(f"{place}.where", "la date d’un acte se choisit par sa période")
    oldest = top.get("oldest")
    window = Window(
        None if oldest is None else _whole(oldest, f"{place}.oldest"), _whole(top.get("newest", 0), f"{place}.newest")
    )
    return Acts(
        tuple(_words(top["acts"], f"{place}.acts")),
        _op(top.get("op"), f"{place}.op"),
        _whole(top.get("value"), f"{place}.value"),
        cast(Measure, measure),
        None if top.get("of") is None else _text(top["of"], f"{place}.of"),
        cast(tuple[RowTest, ...], tests),
        PAST if window == PAST else window,
    )


def _test(data: object, place: str) -> RowTest | Age:
    top = _object(data, place, None)
    word = next((word for word in _TESTS if word in top), None)
    if word is None:
        raise SegmentError(place, "cette condition n’est pas comprise")
    name = _text(_object(top, place, _TESTS[word]).get("field"), f"{place}.field")
    if word in ("is", "known"):
        if top[word] is not True:
            raise SegmentError(f"{place}.{word}", "écrivez true, et « not » autour pour le contraire")
        return Flag(name) if word == "is" else Known(name)
    if word == "one_of":
        return OneOf(name, tuple(_words(top["one_of"], f"{place}.one_of")))
    if word == "starts":
        return Starts(name, tuple(_words(top["starts"], f"{place}.starts")))
    if word == "age":
        op = _op(top["age"], f"{place}.age")
        if op not in ("<", ">="):
            raise SegmentError(f"{place}.age", "choisissez parmi <, >=")
        return Age(name, op, _whole(top.get("days"), f"{place}.days"))
    return Compare(name, _op(top["op"], f"{place}.op"), _whole(top.get("value"), f"{place}.value"))


def value_of(condition: Condition) -> dict[str, Json]:
    """The JSON values of a condition; `condition_of` reads them back to the same."""
    match condition:
        case All(parts):
            return {"all": [value_of(part) for part in parts]}
        case Any(parts):
            return {"any": [value_of(part) for part in parts]}
        case Not(part):
            return {"not": value_of(part)}
        case Within(key):
            return {"in": key}
        case Lean():
            return _lean_value(condition)
        case Acts():
            return _acts_value(condition)
        case _:
            return _test_value(condition)


def _lean_value(lean: Lean) -> dict[str, Json]:
    clues = [
        {"label": clue.label, "if": value_of(clue.condition), "weight": clue.weight, "against": clue.against}
        for clue in lean.clues
    ]
    return {"clues": clues, "prior": lean.prior, "strength": lean.strength, "threshold": lean.threshold}


def _test_value(test: RowTest | Age) -> dict[str, Json]:
    match test:
        case Age(name, op, days):
            return {"field": name, "age": op, "days": days}
        case Compare(name, operator, value):
            return {"field": name, "op": operator, "value": value}
        case OneOf(name, values):
            return {"field": name, "one_of": list(values)}
        case Starts(name, prefixes):
            return {"field": name, "starts": list(prefixes)}
        case Flag(name):
            return {"field": name, "is": True}
        case Known(name):
            return {"field": name, "known": True}


def _acts_value(leaf: Acts) -> dict[str, Json]:
    said: dict[str, Json] = {"acts": list(leaf.kinds), "op": leaf.op, "value": leaf.value, "measure": leaf.measure}
    extras = {
        "of": leaf.field, "where": [value_of(test) for test in leaf.where] or None, "oldest": leaf.window.oldest,
        "newest": leaf.window.newest or None,
    }  # fmt: skip
    return said | {name: value for name, value in extras.items() if value is not None}


def schema_of(data: object) -> Schema:
    """A schema from {"people": [fields], "acts": [fields], "kinds": {code: words}}."""
    top = _object(data, "schema", {"people", "acts", "kinds"})
    people, acts = (
        tuple(_field(f, f"schema.{side}[{k}]") for k, f in enumerate(_list(top.get(side, []), f"schema.{side}")))
        for side in ("people", "acts")
    )
    return Schema(people, acts, _object(top.get("kinds", {}), "schema.kinds", None))


def _field(data: object, place: str) -> Field:
    top = _object(data, place, {"name", "kind", "label", "values", "unit", "scale"})
    name, kind = _text(top.get("name"), f"{place}.name"), top.get("kind")
    if kind not in ("number", "choice", "flag", "moment", "tags"):
        raise SegmentError(f"{place}.kind", "choisissez parmi number, choice, flag, moment, tags")
    values = _object(top.get("values", {}), f"{place}.values", None)
    scale = _whole(top.get("scale", 1), f"{place}.scale")
    return Field(name, cast(Kind, kind), str(top.get("label", name)), values, str(top.get("unit", "")), scale)


def _object(data: object, place: str, keys: set[str] | None) -> Mapping[str, Json]:
    if not isinstance(data, dict):
        raise SegmentError(place, "un objet est attendu")
    for key in data:
        if keys is not None and key not in keys:
            raise SegmentError(place, f"le mot «\u00a0{key}\u00a0» n’est pas compris ici")
    return data


def _list(data: object, place: str) -> list[object]:
    if not isinstance(data, list):
        raise SegmentError(place, "une liste est attendue")
    return data


def _words(data: object, place: str) -> list[str]:
    return [_text(word, f"{place}[{k}]") for k, word in enumerate(_list(data, place))]


def _text(data: object, place: str) -> str:
    if not isinstance(data, str) or not data:
        raise SegmentError(place, "un mot est attendu")
    return data


def _whole(data: object, place: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or abs(data) > 2**53:
        raise SegmentError(place, "un nombre entier est attendu")
    return data


def _op(data: object, place: str) -> Operator:
    if data not in OPERATORS:
        raise SegmentError(place, f"choisissez parmi {', '.join(OPERATORS)}")
    return data
