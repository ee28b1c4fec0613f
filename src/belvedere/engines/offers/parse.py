"""One DATAtourisme object → one offer. Bytes or dictionary in, frozen dataclass out, or an ObjectError."""

from typing import Any

from .agents import ROLES, contacts, organisation
from .errors import ObjectError
from .load import load, split_uri
from .media import media
from .ontology import families_of
from .places import dates, figures, where
from .prices import amenities, marks, prices
from .shapes import Memo, Reading, concepts, day, joined, keys, langs, nodes, one, strings, translated, truth, whole
from .types import IncomingOffer, Langs, Organisation, Text

_THEMES = ("hasTheme", "hasArchitecturalStyle")
_AUDIENCES = ("hasAudience", "hasClientTarget", "hasGeographicReach")
_TOP = keys(
    "@id @type @context dc:identifier rdfs:label rdfs:comment hasDescription hasTranslatedProperty creationDate "
    "lastUpdate lastUpdateDatatourisme hasBeenCreatedBy hasBeenPublishedBy isLocatedAt takesPlaceAt schema:startDate "
    "schema:endDate offers hasFeature hasReview hasMainRepresentation hasRepresentation reducedMobilityAccess "
    "availableLanguage allowedPersons owl:sameAs hasNeighborhood providesCuisineOfType providesFoodProduct "
    "hasTourType tourDistance highDifference"
).union(ROLES, _THEMES, _AUDIENCES)
_DESCRIPTION = keys("@id @type shortDescription dc:description hasTranslatedProperty isDedicatedTo")
_TRANSLATED = {
    "shortDescription": "short",
    "rdfs:comment": "short",
    "dc:description": "description",
    "rdfs:label": "name",
}


def parse_object(raw: bytes | dict[str, Any], *, memo: Memo | None = None) -> IncomingOffer:
    # long: one field a line
    """Understands one object. Raises ObjectError (French sentence, place inside the object).

    Share one ``memo`` over a feed: terms, communes and organisations that repeat are then understood once.
    """
    obj = load(raw)
    r = Reading(memo or Memo())
    uri, producer, uuid = _identity(obj)
    types = strings(obj.get("@type"), r, "/@type")
    if not types:
        raise ObjectError("aucun type (@type)", "@type")
    if not _TOP.issuperset(obj):
        r.extras(obj, _TOP, "")
    place = where(obj, r)
    amenity, pets, internet = amenities(obj, r)
    price, price_texts, payments = prices(obj, r)
    creator, publishers = _makers(obj, r)
    length, climb = figures(obj, r)
    texts, dedicated = _texts(obj, r)
    families = families_of(types)
    if not families:
        r.warn("@type", "aucune des quatre familles (lieu, événement, produit, itinéraire)")
    r.memo.trim()
    return IncomingOffer(
        producer=producer or (creator.key if creator else ""),
        uuid=uuid,
        uri=uri,
        identifier=one(obj.get("dc:identifier"), r, "/dc:identifier"),
        families=families,
        types=types,
        texts=texts,
        created=day(obj.get("creationDate"), "creationDate"),
        updated=day(obj.get("lastUpdate"), "lastUpdate"),
        published=one(obj.get("lastUpdateDatatourisme"), r, "/lastUpdateDatatourisme"),
        creator=creator,
        publishers=publishers,
        contacts=contacts(obj, r),
        lon=place.lon,
        lat=place.lat,
        elevation=place.elevation,
        address=place.address,
        other_insee=place.other_insee,
        openings=place.openings,
        opening_texts=place.opening_texts,
        dates=dates(obj, r) if "takesPlaceAt" in obj or "schema:startDate" in obj else (),
        prices=price,
        price_texts=price_texts,
        payments=payments,
        capacity=whole(obj.get("allowedPersons"), r, "/allowedPersons"),
        accessible=truth(obj.get("reducedMobilityAccess"), r, "/reducedMobilityAccess"),
        pets=_either(place.pets, pets, "petsAllowed", r),
        internet=_either(place.internet, internet, "internetAccess", r),
        marks=marks(obj, r) if "hasReview" in obj else (),
        themes=joined(concepts(obj.get(key), r, f"/{key}") for key in _THEMES),
        surroundings=concepts(obj.get("hasNeighborhood"), r, "/hasNeighborhood"),
        cuisines=concepts(obj.get("providesCuisineOfType"), r, "/providesCuisineOfType"),
        foods=concepts(obj.get("providesFoodProduct"), r, "/providesFoodProduct"),
        audiences=joined((dedicated, *(concepts(obj.get(key), r, f"/{key}") for key in _AUDIENCES))),
        tour_types=concepts(obj.get("hasTourType"), r, "/hasTourType"),
        amenities=amenity,
        media=media(obj, r),
        languages=strings(obj.get("availableLanguage"), r, "/availableLanguage"),
        same_as=strings(obj.get("owl:sameAs"), r, "/owl:sameAs"),
        distance=length,
        climb=climb,
        rest=r.rest,
        warnings=tuple(r.warnings),
    )


def _identity(obj: dict[str, Any]) -> tuple[str, str, str]:
    uri = obj.get("@id")
    parts = split_uri(uri) if type(uri) is str else None
    if parts is None:
        raise ObjectError("identifiant (@id) absent ou illisible", "@id")
    return (str(uri), *parts)


def _makers(obj: dict[str, Any], r: Reading) -> tuple[Organisation | None, tuple[Organisation, ...]]:
    """Who wrote the record and who publishes it."""
    creators = nodes(obj.get("hasBeenCreatedBy"), r, "/hasBeenCreatedBy")
    for i, extra in enumerate(creators[1:], 1):
        r.keep(f"/hasBeenCreatedBy/{i}", extra)
    publishers = nodes(obj.get("hasBeenPublishedBy"), r, "/hasBeenPublishedBy")
    creator = organisation(creators[0], r, "hasBeenCreatedBy") if creators else None
    return creator, tuple([organisation(node, r, "hasBeenPublishedBy") for node in publishers])


def _either(here: bool | None, there: bool | None, key: str, r: Reading) -> bool | None:
    """The place and the features may both speak: the place wins, a contradiction is said."""
    if here is not None and there is not None and here != there:
        r.keep(f"/hasFeature/{key}", there)
        r.warn(key, f"le lieu dit {'oui' if here else 'non'}, les équipements disent le contraire")
    return there if here is None else here


def _texts(obj: dict[str, Any], r: Reading) -> tuple[tuple[Text, ...], Any]:
    """The words per language; ``rdfs:comment`` repeats the short description, else it is kept aside."""
    if not isinstance(obj.get("rdfs:label"), str | dict | list):
        raise ObjectError("nom absent ou qui n’est pas un texte", "rdfs:label")
    names = dict(langs(obj["rdfs:label"], r, "/rdfs:label"))
    if not any(name.strip() for name in names.values()):
        raise ObjectError("aucun nom (rdfs:label)", "rdfs:label")
    found = nodes(obj.get("hasDescription"), r, "/hasDescription")
    for i, extra in enumerate(found[1:], 1):
        r.keep(f"/hasDescription/{i}", extra)
    node = found[0] if found else {}
    if not _DESCRIPTION.issuperset(node):
        r.extras(node, _DESCRIPTION, "/hasDescription/0")
    shorts = dict(_short(obj.get("rdfs:comment"), node.get("shortDescription"), r))
    long = dict(langs(node.get("dc:description"), r, "/hasDescription/0/dc:description"))
    machine = translated(obj, "", _TRANSLATED, r)
    for language, marked in translated(node, "/hasDescription/0", _TRANSLATED, r).items():
        machine.setdefault(language, {}).update(marked)
    codes = {**names, **shorts, **long}
    if not machine.keys() <= codes.keys():
        r.keep("/hasTranslatedProperty", obj.get("hasTranslatedProperty"))
        r.keep("/hasDescription/0/hasTranslatedProperty", node.get("hasTranslatedProperty"))
    texts = tuple(
        [
            _text(code, names.get(code, ""), shorts.get(code, ""), long.get(code, ""), machine.get(code))
            for code in codes
        ]
    )
    return texts, concepts(node.get("isDedicatedTo"), r, "/hasDescription/0/isDedicatedTo")


def _text(code: str, name: str, short: str, long: str, marked: dict[str, str] | None) -> Text:
    if not marked:
        return Text(code, name, short, long)
    return Text(code, name, short, long, tuple(sorted(marked)), next(iter(marked.values())))


def _short(comment: Any, short: Any, r: Reading) -> Langs:
    if short is None:
        return langs(comment, r, "/rdfs:comment")
    if comment is not None and comment != short:
        r.keep("/rdfs:comment", comment)
    return langs(short, r, "/hasDescription/0/shortDescription")
