"""The rows behind one batch of incoming offers: offers, texts, media, originals, and a sentence for each outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import orjson
from django.db.models import JSONField
from django.utils.text import slugify
from django.utils.translation import gettext as _

from belvedere.catalogue.enums import Family, ItemStatus, OfferStatus
from belvedere.catalogue.models import Media, Offer, OfferRaw, OfferText
from belvedere.catalogue.queries.communes import Where

from . import bulk
from .children import Children
from .incoming_fields import ordered_types
from .schedules import compressed

if TYPE_CHECKING:
    from .incoming import Incoming, Reference
    from .reading import Read

PARIS = ZoneInfo("Europe/Paris")
FAMILY_BITS = {"place": Family.PLACE, "event": Family.EVENT, "product": Family.PRODUCT, "tour": Family.TOUR}
SLUG_LIMIT = 100

#: Columns that are the source's, each with a provenance.
FACTS = (
    "name", "families", "main_type_id", "types", "themes", "labels", "amenities", "accessibility", "lon", "lat",
    "commune_id", "address", "contacts", "schedule", "prices", "min_price", "capacities", "languages", "details",
)  # fmt: skip
KEPT = ("uri", "provenance", "completeness", "missing", "fingerprint", "source_updated_at", "updated_at")
BORN = ("id", "source_id", "producer", "external_id", "slug", "status", "created_at")
#: Root class of each family: the main type of an offer whose own classes are not in our table.
ROOTS = {"place": "PlaceOfInterest", "event": "EntertainmentAndEvent", "product": "Product", "tour": "Tour"}
TEXTS = Children(OfferText, ["language"], ["name", "short", "long", "machine"])
MEDIA = Children(
    Media, ["url"],
    ["position", "kind", "title", "credit", "licence", "rights_start", "rights_end", "width", "height"],
)  # fmt: skip
CHILDREN = (("texts", TEXTS), ("media", MEDIA))
IN_JSON = frozenset(field.attname for field in Offer._meta.concrete_fields if isinstance(field, JSONField))


class Outcome(NamedTuple):
    """What became of one object."""

    place: str
    offer_id: int | None
    status: ItemStatus
    sentence: str


class Writer:
    """Writes one batch; call inside its transaction."""

    def __init__(self, reference: Reference, now: datetime) -> None:
        self.reference = reference
        self.now = now

    def create(self, items: Sequence[Incoming]) -> list[Outcome]:
        numbers = bulk.allocate(Offer, len(items)) if items else []
        rows, outcomes = [], []
        sentence = _("Nouvelle offre.")
        for number, item in zip(numbers, items, strict=True):
            read = item.read
            facts, remarks = self.facts_of(read)
            provenance = {"*": self._provenance(read)}
            born = (
                number, self.reference.source_id, read.producer, read.uuid, slug_of(read.name),
                OfferStatus.ACTIVE.value, self.now,
            )  # fmt: skip
            rows.append((*born, *(facts[name] for name in FACTS), *self._kept(item, provenance)))
            outcomes.append(Outcome(item.place, number, ItemStatus.CREATED, told(sentence, remarks)))
        bulk.insert(Offer, (*BORN, *FACTS, *KEPT), rows)
        pairs = list(zip(numbers, items, strict=True))
        for name, children in CHILDREN:
            children.add({number: getattr(item.read, name) for number, item in pairs})
        self._keep_originals(pairs)
        return outcomes

    def change(self, items: Sequence[Incoming]) -> list[Outcome]:
        if not items:
            return []
        by_number = {item.known.id: item for item in items}
        others = {number: set() for number in by_number}
        for name, children in CHILDREN:
            for number in children.replace({number: getattr(item.read, name) for number, item in by_number.items()}):
                others[number].add(name)
        old = {row["pk"]: row for row in Offer.everything.filter(pk__in=by_number).values("pk", "provenance", *FACTS)}
        rows, outcomes = [], []
        for number, item in by_number.items():
            facts, remarks = self.facts_of(item.read)
            changed = [name for name in FACTS if said(name, facts) != old[number][name]] + sorted(others[number])
            provenance = old[number]["provenance"] | {name: self._provenance(item.read) for name in changed}
            status = OfferStatus.ACTIVE if self._is_back(item) else item.known.status
            values = (*(facts[name] for name in FACTS), *self._kept(item, provenance))
            rows.append((*values, status, None, number))
            sentence = told(changes_in_words(changed, back=self._is_back(item)), remarks)
            outcomes.append(Outcome(item.place, number, ItemStatus.UPDATED, sentence))
        bulk.update(Offer, (*FACTS, *KEPT, "status", "missing_since"), rows)
        bulk.delete(OfferRaw, list(by_number))
        self._keep_originals(list(by_number.items()))
        return outcomes

    def facts_of(self, read: Read) -> tuple[dict[str, Any], list[str]]:
        """Columns of the facts, JSON ones as text, and what a person should know about them."""
        schedule, impossible = compressed(read.periods)
        remarks = [*read.remarks, *impossible]
        facts = read.facts | {
            "families": sum(FAMILY_BITS[family] for family in read.families),
            "schedule": schedule,
            "commune_id": self._commune(read, remarks),
            "main_type_id": self._main_type(read, remarks),
        }
        return facts, remarks

    def _commune(self, read: Read, remarks: list[str]) -> str | None:
        where = Where(*read.where)
        found = self.reference.finder.find(where)
        if found is None and (where.insee or where.postal_code):
            words = " ".join(filter(None, (where.insee or where.postal_code, where.locality)))
            remarks.append(_("commune inconnue : %(commune)s") % {"commune": words})
        return found

    def _main_type(self, read: Read, remarks: list[str]) -> str:
        types = ordered_types(read.types)
        unknown = [name for name in types if name not in self.reference.types]
        if unknown:
            remarks.append(_("type inconnu, gardé tel quel : %(types)s") % {"types": ", ".join(unknown)})
        return next((name for name in types if name in self.reference.types), ROOTS[read.families[0]])

    def _provenance(self, read: Read) -> dict[str, str]:
        """The source and the day it says it wrote this, else today."""
        return {"source": self.reference.source_slug, "date": (read.updated or self.now.date()).isoformat()}

    def _kept(self, item: Incoming, provenance: dict[str, Any]) -> tuple[Any, ...]:
        read = item.read
        updated = midnight(read.updated)
        return (read.uri, provenance, read.percent, read.missing, item.fingerprint, updated, self.now)

    @staticmethod
    def _is_back(item: Incoming) -> bool:
        """Archived because it had left the feed, and in it again; archived by a person, it stays so."""
        return item.known.status == OfferStatus.ARCHIVED and item.known.missing_since is not None

    def _keep_originals(self, pairs: Sequence[tuple[int, Incoming]]) -> None:
        bulk.insert(OfferRaw, ("offer_id", "content"), [(number, item.read.original) for number, item in pairs])


def said(name: str, facts: dict[str, Any]) -> Any:
    """A fact as the database gives it back."""
    return orjson.loads(facts[name]) if name in IN_JSON else facts[name]


def slug_of(name: str) -> str:
    """Readable part of the address, cut between two words."""
    slug = slugify(name)
    return (slug if len(slug) <= SLUG_LIMIT else slug[:SLUG_LIMIT].rpartition("-")[0] or slug[:SLUG_LIMIT]) or "offre"


@lru_cache(maxsize=1024)
def midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, PARIS)


def told(sentence: str, remarks: Sequence[str]) -> str:
    """The sentence, then each remark once."""
    if not remarks:
        return sentence
    return " ".join([sentence, *(f"{remark[:1].upper()}{remark[1:]}." for remark in dict.fromkeys(remarks))])


def changes_in_words(changed: Sequence[str], *, back: bool) -> str:
    words = [label_of(name) for name in changed]
    start = _("De retour dans le flux : remise en ligne.") if back else _("Mise à jour.")
    if not words:
        return start if back else _("Modifiée à la source, sans effet sur les renseignements affichés.")
    return f"{start} {_('Ce qui change')}\N{NO-BREAK SPACE}: {', '.join(words)}."


def label_of(name: str) -> str:
    """How a person calls a column of facts."""
    if name in ("texts", "media"):
        return str((OfferText if name == "texts" else Media)._meta.verbose_name_plural)
    field = next(field for field in Offer._meta.concrete_fields if field.attname == name)
    return str(field.verbose_name)
