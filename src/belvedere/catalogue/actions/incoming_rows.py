"""The rows behind one batch of incoming offers: offers, texts, media, originals, and a sentence for each outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from belvedere.catalogue.enums import ItemStatus, OfferStatus
from belvedere.catalogue.models import Media, Offer, OfferRaw, OfferText
from belvedere.catalogue.queries.communes import Where
from belvedere.engines import offers

from . import bulk, incoming_fields
from .children import Children
from .schedules import rules_of

if TYPE_CHECKING:
    from .incoming import Incoming, Reference

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
CHILDREN = (("texts", TEXTS, incoming_fields.texts), ("media", MEDIA, incoming_fields.media))


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
            offer = item.offer
            facts, remarks = self.facts_of(offer)
            provenance = {"*": self._provenance(offer)}
            born = (
                number, self.reference.source_id, offer.producer, offer.uuid,
                incoming_fields.slug_of(offer.name), OfferStatus.ACTIVE, self.now,
            )  # fmt: skip
            rows.append((*born, *(facts[name] for name in FACTS), *self._kept(item, provenance)))
            outcomes.append(Outcome(item.place, number, ItemStatus.CREATED, told(sentence, remarks)))
        bulk.insert(Offer, (*BORN, *FACTS, *KEPT), rows)
        pairs = list(zip(numbers, items, strict=True))
        TEXTS.add({number: incoming_fields.texts(item.offer) for number, item in pairs})
        MEDIA.add({number: incoming_fields.media(item.offer) for number, item in pairs})
        self._keep_originals(pairs)
        return outcomes

    def change(self, items: Sequence[Incoming]) -> list[Outcome]:
        if not items:
            return []
        by_number = {item.known.id: item for item in items}
        others = {number: set() for number in by_number}
        for name, children, wanted in CHILDREN:
            for number in children.replace({number: wanted(item.offer) for number, item in by_number.items()}):
                others[number].add(name)
        old = {row["pk"]: row for row in Offer.everything.filter(pk__in=by_number).values("pk", "provenance", *FACTS)}
        rows, outcomes = [], []
        for number, item in by_number.items():
            facts, remarks = self.facts_of(item.offer)
            changed = [name for name in FACTS if facts[name] != old[number][name]] + sorted(others[number])
            provenance = old[number]["provenance"] | {name: self._provenance(item.offer) for name in changed}
            status = OfferStatus.ACTIVE if self._is_back(item) else item.known.status
            values = (*(facts[name] for name in FACTS), *self._kept(item, provenance))
            rows.append((*values, status, None, number))
            sentence = told(changes_in_words(changed, back=self._is_back(item)), remarks)
            outcomes.append(Outcome(item.place, number, ItemStatus.UPDATED, sentence))
        bulk.update(Offer, (*FACTS, *KEPT, "status", "missing_since"), rows)
        bulk.delete(OfferRaw, list(by_number))
        self._keep_originals(list(by_number.items()))
        return outcomes

    def facts_of(self, offer: offers.IncomingOffer) -> tuple[dict[str, Any], list[str]]:
        """Columns of the facts, and what a person should know about them."""
        remarks = [f"{warning.sentence} ({warning.place})" for warning in offer.warnings]
        facts = incoming_fields.facts(offer)
        facts["schedule"], impossible = rules_of(offer)
        remarks.extend(impossible)
        facts["commune_id"] = self._commune(offer, remarks)
        facts["main_type_id"] = self._main_type(offer, facts["types"], remarks)
        return facts, remarks

    def _commune(self, offer: offers.IncomingOffer, remarks: list[str]) -> str | None:
        where = Where(
            offer.insee, offer.lon, offer.lat, offer.postal_code, offer.address.locality if offer.address else ""
        )
        found = self.reference.finder.find(where)
        if found is None and (where.insee or where.postal_code):
            words = " ".join(filter(None, (where.insee or where.postal_code, where.locality)))
            remarks.append(_("commune inconnue : %(commune)s") % {"commune": words})
        return found

    def _main_type(self, offer: offers.IncomingOffer, types: list[str], remarks: list[str]) -> str:
        unknown = [name for name in types if name not in self.reference.types]
        if unknown:
            remarks.append(_("type inconnu, gardé tel quel : %(types)s") % {"types": ", ".join(unknown)})
        return next((name for name in types if name in self.reference.types), ROOTS[offer.families[0]])

    def _provenance(self, offer: offers.IncomingOffer) -> dict[str, str]:
        """The source and the day it says it wrote this, else today."""
        return {"source": self.reference.source_slug, "date": (offer.updated or self.now.date()).isoformat()}

    def _kept(self, item: Incoming, provenance: dict[str, Any]) -> tuple[Any, ...]:
        updated, score = incoming_fields.midnight(item.offer.updated), item.score
        return (
            item.offer.uri, provenance, score.percent, list(score.missing), item.fingerprint, updated, self.now
        )  # fmt: skip

    @staticmethod
    def _is_back(item: Incoming) -> bool:
        """Archived because it had left the feed, and in it again; archived by a person, it stays so."""
        return item.known.status == OfferStatus.ARCHIVED and item.known.missing_since is not None

    def _keep_originals(self, pairs: Sequence[tuple[int, Incoming]]) -> None:
        if not pairs:
            return
        bulk.insert(OfferRaw, ("offer_id", "content"), [(number, item.original) for number, item in pairs])


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
