"""From bytes to one plain JSON object: encoding, size, control characters, JSON-LD spellings."""

import hashlib
import math
import re
from typing import Any

import orjson

from .errors import ObjectError
from .shapes import MAX_DEPTH, shown

OBJECT_LIMIT = 8 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ESCAPED_CONTROL = re.compile(rb"(?<!\\)(?:\\\\)*\\(?:u00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F])|[bf])")
_SUSPECT = re.compile(rb"\\(?:u00|[bf])")
_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"@id"\s*:\s*"([^"\\]{1,300})"')
_URI = re.compile(r"[^\s]*?(?:/([^/\s#]+))?[/#]([0-9A-Za-z][0-9A-Za-z._-]{0,99})")
_PREFIXES = (
    ("https://www.datatourisme.fr/ontology/core#", ""),
    ("https://www.datatourisme.gouv.fr/ontology/core#", ""),
    ("https://www.datatourisme.fr/resource/core#", "kb:"),
    ("https://www.datatourisme.gouv.fr/resource/core#", "kb:"),
    ("http://schema.org/", "schema:"),
    ("https://schema.org/", "schema:"),
    ("http://www.w3.org/2000/01/rdf-schema#", "rdfs:"),
    ("http://purl.org/dc/elements/1.1/", "dc:"),
    ("http://xmlns.com/foaf/0.1/", "foaf:"),
    ("http://www.w3.org/2002/07/owl#", "owl:"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"),
    ("http://www.ebu.ch/metadata/ontologies/ebucore/ebucore#", "ebucore:"),
    ("datatourisme:", ""),
    ("core:", ""),
    ("dt:", ""),
)


def fingerprint(raw: bytes) -> bytes:
    """16 bytes that tell whether a member changed, without parsing it (BLAKE2b of the raw bytes)."""
    return hashlib.blake2b(raw, digest_size=16).digest()


def split_uri(uri: str) -> tuple[str, str] | None:
    """(producer, uuid) of an object's URI, whatever its domain; producer is "" when the URI names none."""
    found = _URI.fullmatch(uri)
    if found is None:
        return None
    producer = found[1] or ""
    return ("" if "." in producer or ":" in producer else producer, found[2])


def identify(raw: bytes) -> tuple[str, str] | None:
    """(producer, uuid) read from the first bytes, without parsing; None when the identifier does not come first."""
    found = _HEAD.match(raw)
    return split_uri(found[1].decode("utf-8", "replace")) if found else None


def load(raw: bytes | dict[str, Any]) -> dict[str, Any]:
    """The object with short property names. Raises ObjectError."""
    if isinstance(raw, dict):
        plain = _plain(raw, 0, "")
        return _shortened(plain)
    value = decode(raw)
    if not isinstance(value, dict):
        raise ObjectError("un objet JSON était attendu (entre accolades)")
    if _SUSPECT.search(raw) and (found := _ESCAPED_CONTROL.search(raw)):
        raise ObjectError(
            f"caractère de contrôle interdit ({found[0].decode()}) près de l’octet {found.start()} : "
            "à retirer à la source"
        )
    return _shortened(value)


def decode(raw: bytes) -> Any:
    """The JSON value of UTF-8 bytes (a byte order mark is forgiven). Raises ObjectError."""
    if len(raw) > OBJECT_LIMIT:
        raise ObjectError(
            f"l’objet pèse {len(raw) / 1e6:.0f} Mo, plus que la limite de "
            f"{OBJECT_LIMIT // 2**20} Mio : un texte y est à raccourcir à la source"
        )
    try:
        return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise ObjectError(_why(raw, error)) from None


def _why(raw: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return f"le texte n’est pas en UTF-8 (octet {wrong.start}) : à réenregistrer en UTF-8"
    if "recursion" in str(error) or "depth" in str(error):
        return "imbrication démesurée"
    if re.search(rb"[:\[,]\s*-?(NaN|Infinity)\b", raw):
        return "un nombre est écrit NaN ou Infinity, ce que le JSON ne permet pas"
    return f"JSON illisible à la ligne {error.lineno}, colonne {error.colno}"


def _plain(value: Any, depth: int, place: str) -> Any:
    """A checked copy of a value that did not come from bytes."""
    if depth > MAX_DEPTH:
        raise ObjectError(f"imbrication de plus de {MAX_DEPTH} niveaux", place[:200])
    if isinstance(value, dict):
        return {str(key): _plain(inner, depth + 1, f"{place}/{key}") for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, depth + 1, f"{place}/{i}") for i, inner in enumerate(value)]
    if isinstance(value, str):
        return _plain_text(value, place)
    if isinstance(value, float) and not math.isfinite(value):
        raise ObjectError("nombre qui n’en est pas un (NaN ou infini)", place)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise ObjectError(f"valeur d’un type inconnu : {shown(value)}", place)


def _plain_text(value: str, place: str) -> str:
    if len(value) > OBJECT_LIMIT:
        raise ObjectError(f"texte de {len(value) / 1e6:.0f} Mo, plus que la limite", place)
    if _CONTROL.search(value):
        raise ObjectError("caractère de contrôle interdit : à retirer à la source", place)
    return value


def _shortened(obj: dict[str, Any]) -> dict[str, Any]:
    """The object itself when it is spelled as the diffuseur does: short names, and languages as keys."""
    label = obj.get("rdfs:label")
    plain = label is not None and not (isinstance(label, dict) and "@value" in label)
    if plain and "isLocatedAt" in obj and not (isinstance(label, list) and any(isinstance(i, dict) for i in label)):
        return obj
    return dict(_compact(obj))


def _short(name: str) -> str:
    for long, short in _PREFIXES:
        if name.startswith(long):
            return short + name[len(long) :]
    return name


def _compact(node: Any, depth: int = 0) -> Any:
    """JSON-LD spelled with full addresses, prefixes, @value and @language, brought back to the short names."""
    if depth > MAX_DEPTH:
        raise ObjectError(f"imbrication de plus de {MAX_DEPTH} niveaux")
    if isinstance(node, list):
        items = [_compact(item, depth + 1) for item in node]
        if items and all(isinstance(i, dict) and i.keys() == {"@value", "@language"} for i in node):
            merged: dict[str, list[Any]] = {}
            for item in items:
                for language, texts in item.items():
                    merged.setdefault(language, []).extend(texts)
            return merged
        return items
    if not isinstance(node, dict):
        return node
    if "@value" in node and node.keys() <= {"@value", "@language", "@type"}:
        if "@language" in node:
            return {str(node["@language"]): [node["@value"]]}
        return node["@value"]
    return {_short(key): _compacted(key, value, depth) for key, value in node.items()}


def _compacted(key: str, value: Any, depth: int) -> Any:
    if key == "@type":
        return [
            _short(item) if isinstance(item, str) else item for item in (value if isinstance(value, list) else [value])
        ]
    if key == "@id" and isinstance(value, str):
        return _short(value) if "/core#" in value else value
    return _compact(value, depth + 1)
