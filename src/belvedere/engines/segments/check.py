"""Whether a segment fits the fields it speaks of; said with the place before anything is reckoned."""

from __future__ import annotations

from collections.abc import Iterable

from .types import (
    MEASURES,
    OPERATORS,
    PAST,
    Acts,
    Age,
    All,
    Any,
    Compare,
    Condition,
    Field,
    Flag,
    Known,
    Lean,
    Not,
    OneOf,
    RowTest,
    Schema,
    Segment,
    SegmentError,
    Starts,
    Within,
)

_KINDS = {Compare: ("number",), OneOf: ("choice", "tags"), Starts: ("choice",), Flag: ("flag",), Age: ("moment",)}
_SAID = {
    "number": "un nombre", "choice": "un choix", "flag": "un oui ou non", "moment": "une date",
    "tags": "une liste d’étiquettes",
}  # fmt: skip


def check(segment: Segment, schema: Schema) -> None:
    """Raises SegmentError at the first condition that the schema cannot answer."""
    _condition(segment.condition, schema, segment.key)


def _condition(condition: Condition, schema: Schema, place: str) -> None:
    match condition:
        case All(parts) | Any(parts):
            for rank, part in enumerate(parts, 1):
                _condition(part, schema, f"{place}, condition {rank}")
        case Not(part):
            _condition(part, schema, place)
        case Lean():
            _lean(condition, schema, place)
        case Within():
            pass
        case Acts():
            _acts(condition, schema, place)
        case Age(days=days):
            _field(condition, schema.person_field(condition.field), place)
            _days(days, place)
        case _:
            _field(condition, schema.person_field(condition.field), place)


def _lean(lean: Lean, schema: Schema, place: str) -> None:
    for clue in lean.clues:
        if clue.weight < 0 or clue.against < 0 or clue.weight + clue.against == 0:
            raise SegmentError(f"{place}, indice «\u00a0{clue.label}\u00a0»", "son poids doit être un nombre positif")
        _condition(clue.condition, schema, f"{place}, indice «\u00a0{clue.label}\u00a0»")
    if not 0 <= lean.prior <= lean.strength or lean.strength < 1:
        raise SegmentError(place, "la croyance de départ doit aller de 0 à sa force, et sa force d’au moins 1")
    if not 0 < lean.threshold <= 100:
        raise SegmentError(place, "le seuil est un pourcentage de 1 à 100")


def _acts(leaf: Acts, schema: Schema, place: str) -> None:
    for kind in leaf.kinds:
        if kind not in schema.kinds:
            raise SegmentError(place, f"l’acte «\u00a0{kind}\u00a0» n’existe pas")
    for test in leaf.where:
        _field(test, schema.act_field(test.field), place)
    if leaf.measure not in MEASURES or leaf.op not in OPERATORS:
        raise SegmentError(place, "la mesure ou la comparaison n’existe pas")
    if leaf.measure in ("sum", "distinct"):
        field = schema.act_field(leaf.field or "")
        fits = ("number",) if leaf.measure == "sum" else ("number", "choice", "flag", "moment")
        if field is None or field.kind not in fits:
            raise SegmentError(place, f"le champ «\u00a0{leaf.field}\u00a0» des actes ne se compte pas ainsi")
    if leaf.measure in ("last", "first"):
        if leaf.op not in ("<", ">=") or leaf.window != PAST:
            raise SegmentError(place, "une ancienneté se compare par «\u00a0<\u00a0» ou «\u00a0>=\u00a0», sans période")
        _days(leaf.value, place)
    if leaf.window.oldest is not None and leaf.window.oldest <= leaf.window.newest:
        raise SegmentError(place, "la période finit avant de commencer")


def _field(test: RowTest | Age, field: Field | None, place: str) -> None:
    if field is None:
        raise SegmentError(place, f"le champ «\u00a0{test.field}\u00a0» n’existe pas")
    if isinstance(test, Known):
        return
    if field.kind not in _KINDS[type(test)]:
        raise SegmentError(place, f"le champ «\u00a0{field.label}\u00a0» est {_SAID[field.kind]}")
    words: Iterable[str] = test.values if isinstance(test, OneOf) else ()
    for word in words:
        if field.values and word not in field.values:
            raise SegmentError(place, f"«\u00a0{word}\u00a0» n’est pas une valeur de «\u00a0{field.label}\u00a0»")
    if (isinstance(test, OneOf) and not test.values) or (isinstance(test, Starts) and not test.prefixes):
        raise SegmentError(place, f"aucune valeur n’est donnée pour «\u00a0{field.label}\u00a0»")
    if isinstance(test, (Compare, Age)) and test.op not in (OPERATORS if isinstance(test, Compare) else ("<", ">=")):
        raise SegmentError(place, f"la comparaison «\u00a0{test.op}\u00a0» n’existe pas")


def _days(days: int, place: str) -> None:
    if not 0 <= days <= 36_500:
        raise SegmentError(place, "une ancienneté va de 0 à 36 500 jours")
