"""What one object of a feed becomes.

The many small records are named tuples (built six times faster than frozen dataclasses, and as immutable);
the offer itself is a frozen dataclass. Texts per language are tuples of ``(language, text)``, in the source's order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

Langs = tuple[tuple[str, str], ...]


def in_language(texts: Langs, language: str, fallback: str = "fr") -> str:
    """The text in that language, else in the fallback, else the first one, else an empty string."""
    second = ""
    for code, text in texts:
        if code == language and text:
            return text
        if code == fallback:
            second = text
    return second or (texts[0][1] if texts else "")


class Concept(NamedTuple):
    """A term of the DATAtourisme vocabulary: ``key`` as in the source (``kb:InTheCountryside``)."""

    key: str
    labels: Langs = ()
    kinds: tuple[str, ...] = ()

    def label(self, language: str = "fr") -> str:
        return in_language(self.labels, language) or self.key.rpartition(":")[2]


class Text(NamedTuple):
    """The words of one language; ``machine`` names the fields that a machine translated (short, description)."""

    language: str
    name: str = ""
    short: str = ""
    description: str = ""
    machine: tuple[str, ...] = ()
    translator: str = ""


class City(NamedTuple):
    """A commune and what holds it; ``chain`` goes from the commune up to the country."""

    insee: str
    name: str
    department: str
    region: str
    chain: tuple[Concept, ...]
    codes: tuple[str, ...]


class Address(NamedTuple):
    streets: tuple[str, ...]
    postal_code: str
    locality: str
    city: City | None


class Organisation(NamedTuple):
    """``key``: end of its URI; ``rest``: what no field holds, verbatim."""

    key: str
    uri: str
    identifier: str
    name: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    pages: tuple[str, ...]
    faxes: tuple[str, ...]
    addresses: tuple[Address, ...]
    descriptions: Langs
    logo: str
    rest: Mapping[str, Any]


class Contact(NamedTuple):
    """``role``: contact, booking, owner, management, administrative, communication."""

    role: str
    organisation: Organisation


class OpeningPeriod(NamedTuple):
    """A plain period: bounds are inclusive dates, minutes count from midnight.

    ``weekdays``: bit 0 is Monday, 127 every day. ``opens`` None: hours unknown. ``closes`` None: end unknown.
    ``closes`` over 1440 ends on the next day.
    """

    first: date | None
    last: date | None
    weekdays: int
    opens: int | None
    closes: int | None
    note: str


class Price(NamedTuple):
    """``labels``: full rate, child…; ``modes``: per person…; ``kinds``: ticket, week…; ``machine``: languages."""

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    labels: tuple[Concept, ...]
    modes: tuple[Concept, ...]
    kinds: tuple[Concept, ...]
    seasons: tuple[Concept, ...]
    audiences: tuple[Concept, ...]
    starts: date | None
    ends: date | None
    names: Langs
    conditions: Langs
    machine: tuple[str, ...]
    translator: str


class Amenity(NamedTuple):
    """One equipment or service; ``value`` its number (seats, rooms…), ``surface`` in ``unit`` (m²)."""

    concept: Concept | None
    value: str
    surface: str
    unit: str
    layouts: tuple[Concept, ...]


class Mark(NamedTuple):
    """A label or a ranking. ``stars``: the figure of a scale (3 for « 3 étoiles »), else None."""

    concept: Concept
    stars: float | None
    applies_to: tuple[str, ...]
    expires: date | None


class Media(NamedTuple):
    """``kind``: image, video, sound, track, document, page. ``licence``: the words of the source."""

    key: str
    url: str
    kind: str
    mime: str
    main: bool
    titles: Langs
    credit: str
    licence: str
    starts: date | None
    ends: date | None
    width: int | None
    height: int | None
    size: int | None


class Warning_(NamedTuple):
    """A suspicious value that was kept: where it stands and a French sentence."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class IncomingOffer:
    """One object of a feed, understood. ``producer`` + ``uuid`` identify it whatever the domain of its URI.

    ``lon``/``lat`` in degrees (WGS 84), ``elevation`` in metres. ``rest``: JSON pointer → verbatim value of all
    that no field holds. Technical marks of inner nodes (their ``@id`` and ``@type``) are the only thing left out.
    """

    producer: str
    uuid: str
    uri: str
    identifier: str
    families: tuple[str, ...]
    types: tuple[str, ...]
    texts: tuple[Text, ...]
    created: date | None = None
    updated: date | None = None
    published: str = ""
    creator: Organisation | None = None
    publishers: tuple[Organisation, ...] = ()
    contacts: tuple[Contact, ...] = ()
    lon: float | None = None
    lat: float | None = None
    elevation: float | None = None
    address: Address | None = None
    other_insee: tuple[str, ...] = ()
    openings: tuple[OpeningPeriod, ...] = ()
    opening_texts: Langs = ()
    dates: tuple[OpeningPeriod, ...] = ()
    prices: tuple[Price, ...] = ()
    price_texts: Langs = ()
    payments: tuple[Concept, ...] = ()
    capacity: int | None = None
    accessible: bool | None = None
    pets: bool | None = None
    internet: bool | None = None
    marks: tuple[Mark, ...] = ()
    themes: tuple[Concept, ...] = ()
    surroundings: tuple[Concept, ...] = ()
    cuisines: tuple[Concept, ...] = ()
    foods: tuple[Concept, ...] = ()
    audiences: tuple[Concept, ...] = ()
    tour_types: tuple[Concept, ...] = ()
    amenities: tuple[Amenity, ...] = ()
    media: tuple[Media, ...] = ()
    languages: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    distance: float | None = None
    climb: float | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning_, ...] = ()

    @property
    def name(self) -> str:
        """The French name, else the first one given."""
        return in_language(tuple((text.language, text.name) for text in self.texts if text.name), "fr")

    @property
    def postal_code(self) -> str:
        return self.address.postal_code if self.address else ""

    @property
    def insee(self) -> str:
        return self.address.city.insee if self.address and self.address.city else ""

    @property
    def handicaps(self) -> tuple[str, ...]:
        """What the mark Tourisme & Handicap covers here: auditif, mental, moteur, visuel."""
        head = "LabelRating_TourismeHandicapPictogramme"
        keys = (mark.concept.key.rpartition(":")[2] for mark in self.marks)
        return tuple(sorted({key.removeprefix(head).lower() for key in keys if key.startswith(head)}))

    @property
    def stars(self) -> float | None:
        """The highest figure among the rankings in stars."""
        found = [m.stars for m in self.marks if m.stars is not None and "etoile" in m.concept.key]
        return max(found, default=None)
