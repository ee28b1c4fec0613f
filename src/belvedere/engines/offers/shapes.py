"""Reading values whose shape varies: everything may be a list, a language dictionary, a string or a bare value."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from .errors import ObjectError
from .types import Concept, Langs, Warning_

MAX_DEPTH = 60
_TEXT_ONLY = {str}
MEMO_LIMIT = 4096
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")


def keys(names: str) -> frozenset[str]:
    """Property names, separated by spaces."""
    return frozenset(names.split())


class Memo:
    """What many objects repeat word for word, understood once: terms, communes, organisations.

    An entry serves only when the source node is equal, so sharing one among objects never changes a result.
    """

    __slots__ = ("concepts", "levels", "organisations")

    def __init__(self) -> None:
        self.concepts: dict[str, tuple[Any, Concept]] = {}
        self.levels: dict[str, tuple[Any, Any]] = {}
        self.organisations: dict[str, tuple[Any, Any, Any]] = {}

    def trim(self) -> None:
        """Keeps memory flat on feeds of any length."""
        for table in (self.concepts, self.levels, self.organisations):
            if len(table) > MEMO_LIMIT:
                table.clear()


class Reading:
    """The notes taken while one object is read."""

    __slots__ = ("memo", "rest", "warnings")

    def __init__(self, memo: Memo) -> None:
        self.memo = memo
        self.rest: dict[str, Any] = {}
        self.warnings: list[Warning_] = []

    def keep(self, path: str, value: Any) -> None:
        """Keeps verbatim what no field holds."""
        check_depth(value, path)
        self.rest[path] = value

    def extras(self, node: Mapping[str, Any], known: frozenset[str], path: str) -> None:
        """Keeps the properties of a node that the model does not know."""
        for key in node:
            if key not in known:
                self.keep(f"{path}/{key.replace('~', '~0').replace('/', '~1')}", node[key])

    def warn(self, place: str, sentence: str) -> None:
        self.warnings.append(Warning_(place, sentence))

    def odd(self, path: str, value: Any, wanted: str) -> None:
        """A value of an unexpected shape where a field is optional: kept verbatim, and said."""
        self.keep(path, value)
        self.warn(path, f"valeur inattendue, {wanted} attendu : gardée telle quelle")


def check_depth(value: Any, place: str) -> None:
    """Raises ObjectError when a value nests deeper than any honest object does."""
    if not isinstance(value, dict | list):
        return
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for node in level
            for inner in (node.values() if isinstance(node, dict) else node)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise ObjectError(f"imbrication de plus de {MAX_DEPTH} niveaux", place)


def many(value: Any) -> list[Any]:
    """The list itself, a list of the only value, or nothing."""
    if type(value) is list:
        return value
    return [] if value is None else [value]


def nodes(value: Any, r: Reading, path: str) -> list[dict[str, Any]]:
    """The dictionaries of a list (or the only one); the rest of it is kept as odd."""
    if type(value) is dict:
        return [value]
    if type(value) is list:
        for item in value:
            if type(item) is not dict:
                break
        else:
            return value
    found = []
    for i, item in enumerate(many(value)):
        if type(item) is dict:
            found.append(item)
        else:
            r.odd(f"{path}/{i}", item, "objet")
    return found


def strings(value: Any, r: Reading, path: str) -> tuple[str, ...]:
    """Texts of a list or a lone text."""
    if type(value) is list:
        if len(value) == 1 and type(value[0]) is str:
            return (value[0],)
    elif type(value) is str:
        return (value,)
    found = []
    for i, item in enumerate(many(value)):
        if type(item) is str:
            found.append(item)
        else:
            r.odd(f"{path}/{i}", item, "texte")
    return tuple(found)


def one(value: Any, r: Reading, path: str) -> str:
    """A lone text; numbers become texts, the second and next of a list are kept aside."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is list:
        for i, item in enumerate(value[1:], 1):
            r.keep(f"{path}/{i}", item)
        return one(value[0], r, f"{path}/0") if value else ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    r.odd(path, value, "texte")
    return ""


def langs(value: Any, r: Reading, path: str) -> Langs:
    """Texts per language; several paragraphs of one language are joined by an empty line."""
    if value is None:
        return ()
    if type(value) is not dict:
        found = strings(value, r, path)
        return (("fr", "\n\n".join(found)),) if found else ()
    try:
        quick = tuple([(language, text) for language, (text,) in value.items()])
        if {type(text) for _, text in quick} == _TEXT_ONLY:
            return quick
    except (TypeError, ValueError):
        pass
    result = []
    for language, texts in value.items():
        if type(texts) is list and len(texts) == 1 and type(texts[0]) is str:
            result.append((language, texts[0]))
        else:
            found = strings(texts, r, f"{path}/{language}")
            if found:
                result.append((language, "\n\n".join(found)))
    return tuple(result)


def day(value: Any, place: str) -> date | None:
    """A date, from a date or a date with time; a list gives its first. Raises ObjectError."""
    if value is None or value == []:
        return None
    if type(value) is list:
        value = value[0]
    try:
        return _day(value)
    except (TypeError, ValueError):
        raise ObjectError(f"date illisible : {shown(value)}", place) from None


@lru_cache(maxsize=8192)
def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def minute(value: Any, place: str) -> int | None:
    """Minutes from midnight. Raises ObjectError."""
    if value is None:
        return None
    found = _minute(value) if type(value) is str else None
    if found is None:
        raise ObjectError(f"heure illisible : {shown(value)}", place)
    return found


@lru_cache(maxsize=2048)
def _minute(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    result = 60 * int(found[1]) + int(found[2]) if found else 1441
    return result if result <= 1440 else None


def number(value: Any, r: Reading, path: str) -> float | None:
    """A finite number, written as such or as a text (French comma allowed); anything else is kept as odd."""
    if value is None:
        return None
    try:
        result = float(value.replace(",", ".") if type(value) is str else value)
    except (TypeError, ValueError):
        result = math.nan
    if math.isfinite(result) and type(value) is not bool:
        return result
    r.odd(path, value, "nombre")
    return None


def whole(value: Any, r: Reading, path: str) -> int | None:
    found = number(value[0] if type(value) is list and len(value) == 1 else value, r, path)
    if found is None or found == int(found):
        return None if found is None else int(found)
    r.odd(path, value, "nombre entier")
    return None


def money(value: Any, r: Reading, path: str) -> Decimal | None:
    """A finite amount that is not negative, else kept as odd."""
    try:
        found = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite() and found >= 0:
        return found
    r.odd(path, value, "montant")
    return None


def truth(value: Any, r: Reading, path: str) -> bool | None:
    if value is None or type(value) is bool:
        return value
    if str(value).lower() in ("true", "false", "0", "1"):
        return str(value).lower() in ("true", "1")
    r.odd(path, value, "vrai ou faux")
    return None


def shown(value: Any) -> str:
    """A value as quoted in a sentence: short."""
    text = repr(value) if not isinstance(value, str) else value
    return f"« {text[:60]}{'…' if len(text) > 60 else ''} »"


_CONCEPT = keys("@id @type rdfs:label")


def concept(node: Any, r: Reading, path: str) -> Concept | None:
    """A term of the vocabulary, from its node or from its bare identifier."""
    if type(node) is str:
        return Concept(node)
    if type(node) is not dict or type(key := node.get("@id")) is not str:
        r.odd(path, node, "terme")
        return None
    seen = r.memo.concepts.get(key)
    if seen is not None and seen[0] == node:
        return seen[1]
    before = len(r.rest), len(r.warnings)
    if not _CONCEPT.issuperset(node):
        r.extras(node, _CONCEPT, path)
    found = Concept(key, langs(node.get("rdfs:label"), r, path), strings(node.get("@type"), r, path))
    if (len(r.rest), len(r.warnings)) == before:
        r.memo.concepts[key] = (node, found)
    return found


def concepts(value: Any, r: Reading, path: str) -> tuple[Concept, ...]:
    """Terms of a list, each once, in the order of the source."""
    if value is None:
        return ()
    found = (concept(node, r, f"{path}/{i}") for i, node in enumerate(many(value)))
    return tuple(dict.fromkeys(item for item in found if item is not None))


def joined(parts: Iterable[tuple[Concept, ...]]) -> tuple[Concept, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))


def translated(node: dict[str, Any], path: str, fields: Mapping[str, str], r: Reading) -> dict[str, dict[str, str]]:
    """What a machine translated: language → field → translator; marks of other properties are kept aside."""
    found: dict[str, dict[str, str]] = {}
    for i, item in enumerate(many(node.get("hasTranslatedProperty"))):
        try:
            (predicate,), (language,), (by,) = item["rdf:predicate"], item["rdf:language"], item["dc:contributor"]
            field = fields[predicate if type(predicate) is str else predicate["@id"]]
            if len(item) != 4 or "@id" not in item:
                raise KeyError
            found.setdefault(language, {})[field] = by
        except (KeyError, TypeError, ValueError):
            r.keep(f"{path}/hasTranslatedProperty/{i}", item)
    return found
