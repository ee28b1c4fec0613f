"""A made-up object in the shape of a feed, and how to break it."""

import copy
from collections.abc import Iterator
from typing import Any

URI = "https://data.datatourisme.fr/23/6f1c7a52-0000-3000-8000-000000000001"


def sample(**changes: Any) -> dict[str, Any]:
    """A fictitious museum; keyword arguments replace whole properties (None removes one), ``__`` stands for a colon."""
    found = copy.deepcopy(MUSEUM)
    for key, value in changes.items():
        name = {"uri": "@id", "types": "@type"}.get(key, key.replace("__", ":"))
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value
    return found


def node(kind: str, **values: Any) -> dict[str, Any]:
    return {"@id": f"https://data.datatourisme.fr/{kind}", "@type": [kind], **values}


def term(key: str, fr: str, en: str, kind: str = "Theme") -> dict[str, Any]:
    return {"@id": f"kb:{key}", "@type": [kind], "rdfs:label": {"fr": [fr], "en": [en]}}


def opening(first: str, last: str, opens: str | None, closes: str | None, *days: str) -> dict[str, Any]:
    found = node("spec")
    found |= {"schema:validFrom": f"{first}T00:00:00", "schema:validThrough": f"{last}T00:00:00"}
    found |= {"schema:opens": opens} if opens else {}
    found |= {"schema:closes": closes} if closes else {}
    if days:
        found["schema:dayOfWeek"] = [term(day, day, day) | {"@id": f"schema:{day}"} for day in days]
    return found


def picture(key: str, **note: Any) -> dict[str, Any]:
    return {
        "@id": f"https://data.datatourisme.fr/{key}",
        "@type": ["ebucore:EditorialObject"],
        "ebucore:hasAnnotation": [node("Annotation", **note)],
        "ebucore:hasRelatedResource": [
            node("Resource", **{"ebucore:locator": [f"https://exemple.org/{key}.jpg"]}),
        ],
    }


def machine(language: str, predicate: Any) -> dict[str, Any]:
    return {
        "@id": "https://data.datatourisme.fr/t",
        "dc:contributor": ["https://traducteur.example"],
        "rdf:language": [language],
        "rdf:predicate": [predicate],
    }


def place(lon: Any = "2.9644", lat: Any = "45.7723", **more: Any) -> dict[str, Any]:
    region = node("Region", insee="84", **{"rdfs:label": {"fr": ["Auvergne-Rhône-Alpes"]}})
    department = node("Department", insee="63", **{"rdfs:label": {"fr": ["Puy-de-Dôme"]}}, isPartOfRegion=region)
    city = node("City", insee="63263", **{"rdfs:label": {"fr": ["Orcines"]}}, isPartOfDepartment=[department])
    address = node("PostalAddress", hasAddressCity=city)
    address |= {"schema:postalCode": "63870", "schema:addressLocality": "Orcines", "schema:streetAddress": ["Le bourg"]}
    found = node("Place", petsAllowed=False, **{"schema:address": [address]})
    found["schema:geo"] = node("Geo", **{"schema:latitude": lat, "schema:longitude": lon})
    found["schema:openingHoursSpecification"] = [
        opening("2026-04-01", "2026-09-30", "10:00:00", "18:00:00", "Monday", "Sunday"),
        opening("2026-07-14", "2026-07-14", "20:00:00", "02:00:00"),
    ]
    return found | more


def agent(name: str, **more: Any) -> dict[str, Any]:
    found = {"schema:legalName": name, "schema:telephone": ["+33 4 65 71 00 01"], "schema:email": ["a@example.org"]}
    return node("Agent", **(found | more))


MUSEUM: dict[str, Any] = {
    "@id": URI,
    "dc:identifier": "PCU063000001",
    "@type": ["schema:Museum", "CulturalSite", "Museum", "PlaceOfInterest", "PointOfInterest"],
    "rdfs:label": {"fr": ["Musée de la Lave imaginaire"], "en": ["Imaginary Lava Museum"]},
    "rdfs:comment": {"fr": ["Un musée inventé."], "en": ["An invented museum."]},
    "hasDescription": [
        node(
            "Description",
            shortDescription={"fr": ["Un musée inventé."], "en": ["An invented museum."]},
            **{"dc:description": {"fr": ["Trois salles de roches,", "et un jardin."]}},
            hasTranslatedProperty=[machine("en", "shortDescription")],
        )
    ],
    "hasTranslatedProperty": [machine("en", {"@id": "rdfs:comment"})],
    "creationDate": "2020-01-02",
    "lastUpdate": "2026-03-04",
    "lastUpdateDatatourisme": "2026-03-05T06:00:00.000Z",
    "hasBeenCreatedBy": agent("Office de tourisme imaginaire"),
    "hasBeenPublishedBy": [agent("Système d’information imaginaire", **{"schema:telephone": None})],
    "hasContact": [agent("Musée", **{"foaf:homepage": ["https://exemple.org", "accueil@example.org"]})],
    "isLocatedAt": [place()],
    "offers": [
        node(
            "Offer",
            **{
                "schema:priceSpecification": [
                    node(
                        "Price",
                        **{"schema:minPrice": ["6.5"], "schema:maxPrice": ["8"], "schema:priceCurrency": "EUR"},
                        hasEligiblePolicy=[term("BaseRate", "Plein tarif", "Full rate")],
                        additionalInformation={"fr": ["Gratuit avant six ans"]},
                    )
                ],
                "schema:acceptedPaymentMethod": [term("Cash", "Espèces", "Cash")],
            },
        )
    ],
    "hasFeature": [
        node(
            "Feature", features=[term("Seats", "Places assises", "Seats")], **{"schema:value": "80"}, petsAllowed=False
        )
    ],
    "hasReview": [
        node("Review", hasReviewValue=term("LabelRating_TourismeHandicapPictogrammeMoteur", "T&H moteur", "T&H motor")),
        node("Review", hasReviewValue=term("ScaleRating_3etoiles", "3 étoiles", "3 étoiles")),
    ],
    "hasTheme": [term("Geology", "Géologie", "Geology")],
    "hasMainRepresentation": [picture("p1", credits=["Anne Imaginaire"], **{"ebucore:isCoveredBy": "CC BY-SA 4.0"})],
    "hasRepresentation": [picture("p2", credits=["Bruno"], rightsEndDate="2027-01-31")],
    "reducedMobilityAccess": True,
    "availableLanguage": ["fr", "en"],
    "takeAway": True,
}


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary inside a value, itself first."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes_of(inner)
