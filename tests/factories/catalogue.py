"""Offers for tests, and feeds made of a few objects."""

import json
import zipfile
from pathlib import Path
from typing import Any

import factory
from django.utils import timezone

from belvedere.catalogue import models
from belvedere.catalogue.enums import Family, SourceKind

PRODUCER = "15"


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Source
        django_get_or_create = ("slug",)

    slug = "datatourisme"
    name = "DATAtourisme"
    kind = SourceKind.DATATOURISME


class OfferTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.OfferType
        django_get_or_create = ("code",)

    code = "Museum"
    family = Family.PLACE
    label_fr = "Musée"
    label_en = "Museum"


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Offer

    source = factory.SubFactory(SourceFactory)
    producer = PRODUCER
    external_id = factory.Sequence(lambda n: f"00000000-0000-4000-8000-{n:012d}")
    name = factory.Sequence(lambda n: f"Musée numéro {n}")
    slug = factory.Sequence(lambda n: f"musee-numero-{n}")
    families = int(Family.PLACE)
    main_type = factory.SubFactory(OfferTypeFactory)
    types = factory.LazyFunction(lambda: ["Museum"])
    lon = 3.08
    lat = 45.77
    provenance = factory.LazyFunction(lambda: {"*": {"source": "datatourisme", "date": "2026-01-15"}})
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)


class OfferTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.OfferText

    offer = factory.SubFactory(OfferFactory)
    language = "fr"
    name = factory.SelfAttribute("offer.name")
    short = "Un musée."


class MediaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Media

    offer = factory.SubFactory(OfferFactory)
    url = factory.Sequence(lambda n: f"https://exemple.fr/{n}.jpg")
    credit = "Photographe"
    licence = "Licence Ouverte"


def uuid(number: int) -> str:
    return f"10000000-0000-4000-8000-{number:012d}"


def raw_object(number: int, **changes: Any) -> dict[str, Any]:
    """A museum as the diffuseur writes one, with the least that it must say."""
    return {
        "@id": f"https://data.datatourisme.fr/{PRODUCER}/{uuid(number)}",
        "dc:identifier": f"ID{number}",
        "@type": ["schema:Museum", "CulturalSite", "Museum", "PlaceOfInterest", "PointOfInterest"],
        "rdfs:label": {"fr": [f"Musée {number}"]},
        "lastUpdate": "2026-01-15",
        "hasContact": [{"@id": "https://data.datatourisme.fr/x", "schema:telephone": ["+33 4 65 71 00 01"]}],
        "isLocatedAt": [
            {
                "schema:geo": {"schema:latitude": "45.77", "schema:longitude": str(3 + number / 100)},
                "schema:address": [
                    {
                        "schema:addressLocality": "Clermont-Ferrand",
                        "schema:postalCode": "63000",
                        "hasAddressCity": {"@id": "kb:63113", "insee": "63113", "rdfs:label": {"fr": ["Clermont"]}},
                    }
                ],
            }
        ],
    } | changes


def flux(path: Path, objects: list[Any], *, damaged: bytes | None = None) -> Path:
    """A flux zip: dictionaries are objects, bytes are members as they stand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.json", "[]")
        archive.writestr("context.jsonld", "{}")
        for number, item in enumerate(objects):
            identifier = item["@id"].rpartition("/")[2] if isinstance(item, dict) else uuid(900 + number)
            name = f"objects/0/00/{PRODUCER}-{identifier}.json"
            archive.writestr(name, item if isinstance(item, bytes) else json.dumps(item))
    return path
