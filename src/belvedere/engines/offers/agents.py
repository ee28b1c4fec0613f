"""Organisations, people to contact, postal addresses, communes."""

import re
from functools import lru_cache
from typing import Any

from .shapes import Reading, concept, keys, langs, many, nodes, one, strings
from .types import Address, City, Concept, Contact, Organisation

#: Terms, INSEE codes and French names, from one level up.
Levels = tuple[tuple[Concept, ...], tuple[str, ...], tuple[str, ...]]
ROLES = {
    "hasContact": "contact",
    "hasBookingContact": "booking",
    "isOwnedBy": "owner",
    "hasManagementContact": "management",
    "hasAdministrativeContact": "administrative",
    "hasCommunicationContact": "communication",
}
_AGENT = keys(
    "@id @type dc:identifier schema:legalName schema:telephone schema:email schema:faxNumber "
    "foaf:homepage schema:address schema:logo rdfs:comment"
)
_ADDRESS = keys("@id @type schema:streetAddress schema:postalCode schema:addressLocality hasAddressCity")
_LEVEL = keys("@id @type insee rdfs:label")
_UP = ("isPartOfDepartment", "isPartOfRegion", "isPartOfCountry")
_FRENCH_PHONE = re.compile(r"(?:\+33|0)[ .]?[1-9](?:[ .]?\d\d){4}")
_PAGE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BARE_PAGE = re.compile(r"[\w-]+(\.[\w-]+)+(/[^\s<>\"]*)?")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def organisation(node: dict[str, Any], r: Reading, path: str) -> Organisation:
    """Raises nothing: what is odd is kept in the organisation's ``rest`` or in the offer's."""
    uri = node.get("@id")
    seen = r.memo.organisations.get(uri) if type(uri) is str else None
    if seen is not None and seen[0] == node:
        r.warnings.extend(seen[2])
        return seen[1]  # type: ignore[no-any-return]
    inner = Reading(r.memo)
    uri = one(uri, inner, "/@id")
    pages, mails = _pages(node, inner)
    found = Organisation(
        key=uri.rpartition("/")[2],
        uri=uri,
        identifier=one(node.get("dc:identifier"), inner, "/dc:identifier"),
        name=one(node.get("schema:legalName"), inner, "/schema:legalName"),
        phones=_phones(node, inner),
        emails=_emails(node, inner) + mails,
        pages=pages,
        faxes=strings(node["schema:faxNumber"], inner, "/schema:faxNumber") if "schema:faxNumber" in node else (),
        addresses=addresses(node["schema:address"], inner, "/schema:address") if "schema:address" in node else (),
        descriptions=langs(node.get("rdfs:comment"), inner, "/rdfs:comment"),
        logo=one(node.get("schema:logo"), inner, "/schema:logo"),
        rest=inner.rest,
    )
    if not _AGENT.issuperset(node):
        inner.extras(node, _AGENT, "")
    if uri:
        r.memo.organisations[uri] = (node, found, tuple(inner.warnings))
    r.warnings.extend(inner.warnings)
    return found


def contacts(obj: dict[str, Any], r: Reading) -> tuple[Contact, ...]:
    """Everybody to write to or to call, by role."""
    return tuple(
        Contact(role, organisation(node, r, key))
        for key, role in ROLES.items()
        if key in obj
        for node in nodes(obj[key], r, f"/{key}")
    )


def _phones(node: dict[str, Any], r: Reading) -> tuple[str, ...]:
    if "schema:telephone" not in node:
        return ()
    found = strings(node["schema:telephone"], r, "/schema:telephone")
    for phone in found:
        if not _dialable(phone):
            r.warn("schema:telephone", f"numéro de téléphone douteux : « {phone[:60]} »")
    return found


@lru_cache(maxsize=4096)
def _dialable(text: str) -> bool:
    """Whether the text has the length of a number, from France or with its prefix."""
    if _FRENCH_PHONE.fullmatch(text):
        return True
    import phonenumbers  # noqa: PLC0415 the plans of the whole world take longer to load than a batch to parse

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, "FR"))
    except phonenumbers.NumberParseException:
        return False


def _emails(node: dict[str, Any], r: Reading) -> tuple[str, ...]:
    if "schema:email" not in node:
        return ()
    found = strings(node["schema:email"], r, "/schema:email")
    for mail in found:
        if not _EMAIL.fullmatch(mail):
            r.warn("schema:email", f"adresse électronique douteuse : « {mail[:60]} »")
    return found


def _pages(node: dict[str, Any], r: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Web pages that may become a link, and the e-mails that stood among them."""
    if "foaf:homepage" not in node:
        return (), ()
    pages, mails = [], []
    for i, page in enumerate(strings(node["foaf:homepage"], r, "/foaf:homepage")):
        if _PAGE.fullmatch(page):
            pages.append(page)
        elif _EMAIL.fullmatch(page):
            mails.append(page)
            r.warn("foaf:homepage", f"page d’accueil qui est une adresse électronique : « {page[:60]} »")
        elif _BARE_PAGE.fullmatch(page):
            pages.append(f"http://{page}")
        else:
            r.keep(f"/foaf:homepage/{i}", page)
            r.warn("foaf:homepage", f"page web inutilisable, gardée à part : « {page[:60]} »")
    return tuple(pages), tuple(mails)


def addresses(value: Any, r: Reading, path: str) -> tuple[Address, ...]:
    """Postal addresses in the order of the source."""
    return tuple(_address(node, r, f"{path}/{i}") for i, node in enumerate(nodes(value, r, path)))


def _address(node: dict[str, Any], r: Reading, path: str) -> Address:
    if not _ADDRESS.issuperset(node):
        r.extras(node, _ADDRESS, path)
    streets = node.get("schema:streetAddress")
    towns = many(node.get("hasAddressCity"))
    for i, extra in enumerate(towns[1:], 1):
        r.keep(f"{path}/hasAddressCity/{i}", extra)
    return Address(
        strings(streets, r, f"{path}/schema:streetAddress") if streets is not None else (),
        one(node.get("schema:postalCode"), r, f"{path}/schema:postalCode"),
        one(node.get("schema:addressLocality"), r, f"{path}/schema:addressLocality"),
        _city(towns[0], r, f"{path}/hasAddressCity/0") if towns else None,
    )


def _city(node: Any, r: Reading, path: str) -> City | None:
    if type(node) is not dict:
        r.odd(path, node, "commune")
        return None
    chain, codes, names = _levels(node, 0, r, path)
    department, region = (*names[1:3], "", "")[:2]
    return City(codes[0], names[0], department, region, chain, codes)


def _levels(node: dict[str, Any], depth: int, r: Reading, path: str) -> Levels:
    """This level (commune, department, region, country) and those above."""
    key = node.get("@id")
    seen = r.memo.levels.get(key) if type(key) is str else None
    if seen is not None and seen[0] == node:
        return seen[1]  # type: ignore[no-any-return]
    before = len(r.rest), len(r.warnings)
    step = _UP[depth] if depth < len(_UP) else ""
    r.extras(node, _LEVEL | {step}, path)
    bare = {name: node[name] for name in ("@id", "@type", "rdfs:label") if name in node}
    term = concept({"@id": "", **bare}, r, path) or Concept("")
    chain: tuple[Concept, ...] = (term,)
    codes: tuple[str, ...] = (one(node.get("insee"), r, f"{path}/insee"),)
    names: tuple[str, ...] = (term.label(),)
    above = nodes(node.get(step), r, f"{path}/{step}") if step else []
    for i, extra in enumerate(above[1:], 1):
        r.keep(f"{path}/{step}/{i}", extra)
    if above:
        more_terms, more_codes, more_names = _levels(above[0], depth + 1, r, f"{path}/{step}")
        chain, codes, names = chain + more_terms, codes + more_codes, names + more_names
    if (len(r.rest), len(r.warnings)) == before and type(key) is str:
        r.memo.levels[key] = (node, (chain, codes, names))
    return chain, codes, names
