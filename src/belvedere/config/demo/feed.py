"""The demo's feed: a year of life of a destination, drawn with a seed, in the very form of a DATAtourisme delivery.

The demo is loaded by the ordinary import: what it shows, a real feed shows too.
"""

import json
import random
import uuid
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from . import hours
from .kinds import EVENTS, KINDS, PERSONS, PLACES, SPECIALITIES, Event, Kind
from .sites import SITES

SEED = 63
#: How often a name that is taken is kept all the same.
ENTERED_TWICE = 0.02
#: How many places of the whole region may bear one name.
NAMESAKES = 3
NAMESPACE = uuid.UUID("5d0f6a52-0d6c-5b0c-9a39-6f1a6f7c1d63")
PRODUCER = "Belvédère, destination de démonstration"
Names = dict[str, str]


class Ground(NamedTuple):
    """A commune where offers are drawn."""

    name: str
    postal_code: str
    population: int
    lon: float
    lat: float


def write(target: Path, *, communes: dict[str, Ground], first: date) -> int:
    """Writes the feed as a zip at ``target``. ``communes`` by INSEE code; the agenda runs a year from ``first``.
    Same arguments, same bytes. Returns the number of objects."""
    done = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        index = []
        for item in objects(communes, first):
            name = item["@id"].rpartition("/")[2]
            place = f"objects/{name[0]}/{name[:2]}/1-{name}.json"
            archive.writestr(_member(place), json.dumps(item, ensure_ascii=False))
            label = item["rdfs:label"]["fr"][0]
            index.append({"label": label, "file": place.removeprefix("objects/")})
            done += 1
        listing = json.dumps(index, ensure_ascii=False)
        archive.writestr(_member("index.json"), listing)
    return done


def _member(name: str) -> zipfile.ZipInfo:
    """A member with a fixed date, so that the same demo gives the same bytes."""
    member = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def objects(communes: dict[str, Ground], first: date) -> Iterator[dict[str, Any]]:
    """The well-known sites, then what surrounds them, then a year of events."""
    chance = random.Random(SEED)
    years = (first.year, first.year + 1)
    for site in SITES:
        if site.insee in communes:
            yield _site(site, communes[site.insee], years)
    drawn = _Drawer(chance, communes)
    for kind in KINDS:
        for rank in range(kind.count):
            yield _place(kind, rank, drawn, years)
    for event in EVENTS:
        for rank in range(event.count):
            yield _event(event, rank, drawn, first)


class _Drawer:
    """Draws communes (the larger the likelier, every one possible) and names."""

    def __init__(self, chance: random.Random, communes: dict[str, Ground]) -> None:
        self.chance = chance
        self.codes = sorted(communes)
        self.communes = communes
        self.taken: set[tuple[str, str]] = set()
        self.used: Counter[str] = Counter()
        self.weights = [(60 + communes[code].population) ** 0.45 for code in self.codes]

    def subject(self, patterns: tuple[str, ...]) -> tuple[str, Names, str]:
        """A commune, what sentences say of it, and a name that nothing bears there yet, save a few: in every base some
        records were entered twice."""
        while True:
            code = self.chance.choices(self.codes, self.weights)[0]
            names = self.names(code)
            name = self.chance.choice(patterns).format(**names)
            key = (name.casefold(), self.communes[code].postal_code)
            free = key not in self.taken and self.used[name] < NAMESAKES
            if free or self.chance.random() < ENTERED_TWICE:
                self.taken.add(key)
                self.used[name] += 1
                return code, names, name

    def names(self, code: str) -> Names:
        commune, person = self.communes[code].name, self.chance.choice(PERSONS)
        place = self.chance.choice(PLACES)
        return {
            "commune": commune,
            "de_commune": _of(commune),
            "a_commune": _at(commune),
            "autour_commune": f"autour {_of(commune)}",
            "person": person,
            "Person": person,
            "de_person": _of(person),
            "place": place,
            "de_place": _of_the(place),
            "speciality": self.chance.choice(SPECIALITIES),
            "n": str(self.chance.randint(4, 14)),
        }

    def point(self, code: str) -> tuple[float, float]:
        """Somewhere in the commune: most things are within a kilometre or two of its middle."""
        _name, _postal, _population, lon, lat = self.communes[code]
        return round(lon + self.chance.gauss(0, 0.010), 5), round(lat + self.chance.gauss(0, 0.007), 5)


def _of(name: str) -> str:
    """« d’Aurillac », « du Puy-en-Velay », « des Martres », « de Salers »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[0].upper() in "AEIOUYÉÈÊH" and name[:2] != "Hu" else f"de {name}"


def _at(name: str) -> str:
    if name.startswith("Le "):
        return f"au {name[3:]}"
    return f"aux {name[4:]}" if name.startswith("Les ") else f"à {name}"


def _of_the(place: str) -> str:
    if place.startswith("le "):
        return f"du {place[3:]}"
    return f"des {place[4:]}" if place.startswith("les ") else f"de {place}"


def _place(kind: Kind, rank: int, drawn: _Drawer, years: tuple[int, ...]) -> dict[str, Any]:
    chance = drawn.chance
    code, names, name = drawn.subject(kind.names)
    family = _family(kind.classes)
    item = _base(f"{kind.classes[0]}-{rank}", kind.classes, family)
    item |= _words(
        name,
        chance.choice(kind.hooks).format(**names),
        chance.choice(kind.texts).format(**names),
        chance.choice(kind.english) if chance.random() < 0.7 else "",
    )
    item["isLocatedAt"] = [_where(code, drawn.communes[code], drawn.point(code), chance)]
    rules = hours.openings(chance.choice(kind.hours), years)
    if rules and chance.random() < 0.94:
        item["isLocatedAt"][0]["schema:openingHoursSpecification"] = rules
    item |= _facts(kind, chance)
    if chance.random() < 0.92:
        item["hasContact"] = [_contact(names["person"], rank, chance)]
    return item


def _facts(kind: Kind, chance: random.Random) -> dict[str, Any]:
    """Price, capacity, themes, equipment, labels, accessibility."""
    found: dict[str, Any] = {}
    if kind.price is not None and chance.random() < 0.9:
        found["offers"] = [_offer(*sorted(chance.randint(*kind.price) for _ in range(2)))]
    if kind.people:
        found["allowedPersons"] = chance.randint(*kind.people)
    if kind.themes:
        found["hasTheme"] = [_concept(theme, "CulturalTheme") for theme in kind.themes]
    features = [feature for feature in kind.features if chance.random() < 0.7]
    if features:
        found["hasFeature"] = [{"features": [_concept(feature, "Amenity") for feature in features]}]
    marks = [label for label in kind.labels if chance.random() < 0.3]
    if "stars" in kind.extra and chance.random() < 0.8:
        stars = chance.choice((1, 2, 2, 3, 3, 3, 4))
        marks.append((f"ScaleRating_{stars}etoiles", f"{stars} étoiles" if stars > 1 else "1 étoile"))
    if marks:
        found["hasReview"] = [
            {"hasReviewValue": [_concept((key, words, words), "ReviewValue")]} for key, words in marks
        ]
    if "loop" in kind.extra:
        found["hasTourType"] = [_concept(("Loop", "En boucle", "Loop"), "TourType")]
    found["reducedMobilityAccess"] = chance.random() < kind.accessible
    return found


def _site(site: Any, commune: Ground, years: tuple[int, ...]) -> dict[str, Any]:
    classes = (site.kind, "PlaceOfInterest")
    item = _base(f"site-{site.name}", classes, "PlaceOfInterest")
    item |= _words(site.name, site.hook, site.text, site.english)
    place = _where(site.insee, commune, (site.lon, site.lat), random.Random(site.name))
    if rules := hours.openings(site.hours, years):
        place["schema:openingHoursSpecification"] = rules
    item["isLocatedAt"] = [place]
    if site.price is not None:
        item["offers"] = [_offer(site.price, site.price)]
    item["reducedMobilityAccess"] = site.kind in ("Museum", "ThemePark", "TouristTrain", "ParkAndGarden")
    item["hasTheme"] = [_concept(("MustSee", "Incontournables", "Must-sees"), "CulturalTheme")]
    item["hasContact"] = [_contact(site.name, 0, random.Random(site.name))]
    return item


def _event(event: Event, rank: int, drawn: _Drawer, first: date) -> dict[str, Any]:
    chance = drawn.chance
    code, names, name = drawn.subject(event.names)
    item = _base(f"{event.classes[0]}-event-{rank}", event.classes, "EntertainmentAndEvent")
    hook = chance.choice(event.hooks).format(**names)
    item |= _words(name[:1].upper() + name[1:], hook, f"{hook} Rendez-vous {names['a_commune']}.", event.english[0])
    item["isLocatedAt"] = [_where(code, drawn.communes[code], drawn.point(code), chance)]
    item["takesPlaceAt"] = [
        {"@type": ["Period"], "startDate": a.isoformat(), "endDate": b.isoformat(),
         "startTime": f"{event.times[0]}:00", "endTime": f"{event.times[1]}:00"}
        for a, b in _dates(event, first, chance)
    ]  # fmt: skip
    low = chance.randint(*event.price) if chance.random() < 0.8 else 0
    item["offers"] = [_offer(low, low)]
    if event.themes:
        item["hasTheme"] = [_concept(theme, "CulturalTheme") for theme in event.themes]
    item["hasContact"] = [_contact(names["person"], rank, chance)]
    return item


def _dates(event: Event, first: date, chance: random.Random) -> list[tuple[date, date]]:
    """Periods of an event within the year that begins on ``first``."""
    last = first + timedelta(365)
    if event.rhythm == "weekly":
        return [(day, day) for day in hours.weekly(first, last, chance.choice((1, 2, 3, 4, 5, 5, 6, 6)))]
    days = [first + timedelta(n) for n in range(365)]
    season = [day for day in days if event.season[0] <= day.month <= event.season[1]]
    # Twice as likely in July and August, as life has it.
    day = chance.choices(season, [2 if d.month in (7, 8) else 1 for d in season])[0]
    if event.rhythm == "run":
        return [(day, day + timedelta(chance.randint(25, 110)))]
    if event.rhythm == "weekend":
        friday = day + timedelta((4 - day.weekday()) % 7)
        return [(friday + timedelta(n), friday + timedelta(n)) for n in range(3)]
    return [(day, day)]


def _family(classes: tuple[str, ...]) -> str:
    return "Tour" if "Tour" in classes else "PlaceOfInterest"


def _base(key: str, classes: tuple[str, ...], family: str) -> dict[str, Any]:
    number = uuid.uuid5(NAMESPACE, key)
    agent = {"@id": f"https://demo.invalid/{uuid.uuid5(NAMESPACE, PRODUCER)}", "schema:legalName": PRODUCER}
    return {
        "@id": f"https://demo.invalid/1/{number}",
        "dc:identifier": f"DEMO-{number.hex[:8].upper()}",
        "@type": [*dict.fromkeys((*classes, family, "PointOfInterest"))],
        "creationDate": "2025-01-15",
        "lastUpdate": "2026-01-15",
        "hasBeenCreatedBy": agent,
        "hasBeenPublishedBy": [agent],
    }


def _words(name: str, hook: str, text: str, english: str) -> dict[str, Any]:
    description: dict[str, Any] = {"shortDescription": {"fr": [hook]}, "dc:description": {"fr": [text]}}
    label = {"fr": [name]}
    if english:
        label["en"] = [name]
        description["shortDescription"]["en"] = [english]
    return {"rdfs:label": label, "hasDescription": [description]}


def _where(code: str, commune: Ground, point: tuple[float, float], chance: random.Random) -> dict[str, Any]:
    streets = ("place de l’Église", "rue de la Fontaine", "route des Crêtes", "le Bourg", "chemin du Lavoir")
    return {
        "schema:geo": [{"schema:longitude": str(point[0]), "schema:latitude": str(point[1])}],
        "schema:address": [
            {
                "schema:streetAddress": [f"{chance.randint(1, 60)} {chance.choice(streets)}"],
                "schema:postalCode": commune.postal_code,
                "schema:addressLocality": commune.name,
                "hasAddressCity": [{"@id": f"kb:{code}", "insee": code, "rdfs:label": {"fr": [commune.name]}}],
            }
        ],
    }


def _offer(low: float, high: float) -> dict[str, Any]:
    return {
        "schema:priceSpecification": [
            {"schema:minPrice": [str(low)], "schema:maxPrice": [str(high)], "schema:priceCurrency": "EUR"}
        ]
    }


def _contact(person: str, rank: int, chance: random.Random) -> dict[str, Any]:
    """Telephone numbers and addresses of the ranges kept for fiction."""
    number = chance.randint(0, 9999)
    return {
        "@id": f"https://demo.invalid/{uuid.uuid5(NAMESPACE, f'{person}-{rank}')}",
        "@type": ["Agent"],
        "schema:legalName": person,
        "schema:telephone": [f"+33 4 65 71 {number // 100:02d} {number % 100:02d}"],
        "schema:email": [f"contact-{rank}@example.org"],
        "foaf:homepage": [f"https://{rank}.example.org/"],
    }


def _concept(term: tuple[str, str, str], kind: str) -> dict[str, Any]:
    key, french, english = term
    return {"@id": f"kb:{key}", "@type": [kind], "rdfs:label": {"fr": [french], "en": [english]}}
