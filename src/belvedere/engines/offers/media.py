"""Pictures and other media, and the right to show them."""

from datetime import date
from typing import Any

from .shapes import Reading, concept, day, keys, langs, nodes, one, shown, strings, whole
from .types import Media

_OBJECT = keys("@id @type ebucore:hasAnnotation ebucore:hasRelatedResource")
_NOTE = keys("@id @type credits ebucore:isCoveredBy ebucore:title rightsStartDate rightsEndDate")
_FILE = keys("@id @type ebucore:hasMimeType ebucore:locator ebucore:fileSize ebucore:height ebucore:width")
_MIME = keys("@id @type rdfs:label rdfs:comment")
_KINDS = {"image": "image", "video": "video", "audio": "sound", "text": "page"}
_ENDINGS = {
    "jpg": "image", "jpeg": "image", "png": "image", "gif": "image", "webp": "image", "svg": "image",
    "pdf": "document", "doc": "document", "gpx": "track", "kml": "track", "geojson": "track",
    "mp3": "sound", "mp4": "video", "webm": "video",
}  # fmt: skip
_MIMES = {"application/pdf": "document", "application/gpx+xml": "track"}


def media(obj: dict[str, Any], r: Reading) -> tuple[Media, ...]:
    """All media, the main ones first; a main one repeated in the gallery comes once."""
    found: dict[str, Media] = {}
    for field, main in (("hasMainRepresentation", True), ("hasRepresentation", False)):
        if field not in obj:
            continue
        for i, node in enumerate(nodes(obj[field], r, f"/{field}")):
            path = f"/{field}/{i}"
            item = _medium(node, main, r, path)
            if item is None:
                continue
            same = found.setdefault(item.key or path, item)
            if same is not item and same._replace(main=main) != item:
                found[path] = item
    return tuple(found.values())


def _first(node: dict[str, Any], key: str, r: Reading, path: str) -> dict[str, Any]:
    value = node.get(key)
    if type(value) is list and len(value) == 1 and type(value[0]) is dict:
        return value[0]
    found = nodes(value, r, f"{path}/{key}")
    for i, extra in enumerate(found[1:], 1):
        r.keep(f"{path}/{key}/{i}", extra)
    return found[0] if found else {}


def _medium(node: dict[str, Any], main: bool, r: Reading, path: str) -> Media | None:
    note = _first(node, "ebucore:hasAnnotation", r, path)
    file = _first(node, "ebucore:hasRelatedResource", r, path)
    url = one(file.get("ebucore:locator"), r, f"{path}/ebucore:locator")
    if not url.startswith(("http://", "https://")):
        r.keep(path, node)
        r.warn(path, f"média sans adresse web utilisable : {shown(url)}")
        return None
    if not _OBJECT.issuperset(node):
        r.extras(node, _OBJECT, path)
    if not _NOTE.issuperset(note):
        r.extras(note, _NOTE, f"{path}/ebucore:hasAnnotation/0")
    if not _FILE.issuperset(file):
        r.extras(file, _FILE, f"{path}/ebucore:hasRelatedResource/0")
    mime = _mime(file["ebucore:hasMimeType"], r, path) if "ebucore:hasMimeType" in file else ""
    return Media(
        one(node.get("@id"), r, path).rpartition("/")[2],
        url,
        _kind(mime, url),
        mime,
        main,
        langs(note["ebucore:title"], r, path + "/title") if "ebucore:title" in note else (),
        _credit(note["credits"], r, path) if "credits" in note else "",
        one(note["ebucore:isCoveredBy"], r, path + "/licence") if "ebucore:isCoveredBy" in note else "",
        day(note["rightsStartDate"], path + "/rightsStartDate") if "rightsStartDate" in note else None,
        day(note["rightsEndDate"], path + "/rightsEndDate") if "rightsEndDate" in note else None,
        whole(file["ebucore:width"], r, path + "/width") if "ebucore:width" in file else None,
        whole(file["ebucore:height"], r, path + "/height") if "ebucore:height" in file else None,
        whole(file["ebucore:fileSize"], r, path + "/fileSize") if "ebucore:fileSize" in file else None,
    )


def _credit(value: Any, r: Reading, path: str) -> str:
    names = strings(value, r, path + "/credits")
    return names[0] if len(names) == 1 else ", ".join(names)


def _mime(value: Any, r: Reading, path: str) -> str:
    """The MIME type of a resource, from its term (``kb:JPEG``, labelled image/jpeg)."""
    for node in value if type(value) is list else [value]:
        if type(node) is not dict or type(key := node.get("@id")) is not str:
            return one(node, r, f"{path}/mime")
        seen = r.memo.concepts.get(key)
        if seen is None or seen[0] != node:
            r.extras(node, _MIME, f"{path}/mime")
            bare = {name: node[name] for name in ("@id", "@type", "rdfs:label") if name in node}
            term = concept({"@id": "", **bare}, r, f"{path}/mime")
            if term is None:
                continue
            seen = r.memo.concepts[key] = (node, term)
        return seen[1].label()
    return ""


def _kind(mime: str, url: str) -> str:
    if mime:
        return _MIMES.get(mime) or _KINDS.get(mime.partition("/")[0], "document")
    ending = url.partition("?")[0].rpartition(".")[2].lower()
    return _ENDINGS.get(ending, "page")


def media_shown(
    licence: str, credit: str, starts: date | None, ends: date | None, on: date, commercial: bool
) -> tuple[bool, str]:
    """May this medium be shown on that day, and why (a French sentence for the office).

    In order:
    1. never before the first nor after the last day of its rights, both included;
    2. public domain and CC0: shown;
    3. a Creative Commons licence (By, By-SA, By-ND, By-NC, By-NC-SA, By-NC-ND, any version) is shown with its credit
       beside it and not shown without one, as naming the author is the condition that all share. NC is refused on a
       commercial page (a shop, an advertisement). ND is shown whole and unchanged: resized, never cropped nor drawn
       upon, and the reason says so to whoever lays the page out;
    4. Licence Ouverte / Etalab asks for the source: the credit;
    5. « oui » (how the 2020 feeds say that the rights are held) or no licence at all: its producer published it
       in an open feed without terms; shown with its credit, not without one, not on a commercial page;
    6. any other words: not shown, a person must read them.
    """
    if starts and on < starts:
        return False, f"droits ouverts à partir du {starts:%d/%m/%Y} seulement"
    if ends and on > ends:
        return False, f"droits échus depuis le {ends:%d/%m/%Y}"
    words = licence.casefold().replace("(", " ").replace(")", " ").replace("-", " ").replace("_", " ").split()
    if not words or words == ["oui"]:
        return _without_terms(credit, commercial)
    if words[0] == "cc0" or words[:2] == ["cc", "0"] or words[:2] in (["public", "domain"], ["domaine", "public"]):
        return True, "domaine public"
    named = licence.strip()
    if "by" in words[:2]:
        return _creative_commons(words, named, credit, commercial)
    if words[:2] == ["licence", "ouverte"] or "etalab" in words:
        return (True, f"{named}, crédit à afficher") if credit.strip() else (False, f"{named}, mais crédit absent")
    return False, f"licence à faire lire par une personne : {shown(named)}"


def _without_terms(credit: str, commercial: bool) -> tuple[bool, str]:
    if commercial:
        return False, "aucune licence écrite : pas d’usage commercial"
    if not credit.strip():
        return False, "ni licence ni crédit"
    return True, "diffusé par son producteur sans licence écrite, crédit à afficher"


def _creative_commons(words: list[str], named: str, credit: str, commercial: bool) -> tuple[bool, str]:
    if not credit.strip():
        return False, f"licence {named}, mais auteur non crédité"
    if "nc" in words and commercial:
        return False, f"licence {named} : pas d’usage commercial"
    if "nd" in words:
        return True, f"licence {named} : entière et sans retouche, crédit à afficher"
    return True, f"licence {named}, crédit à afficher"
