"""What people bring and look for: the words to choose from, what the catalogue knows already, the engine's guests."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from belvedere.catalogue.models import Offer, OfferType
from belvedere.catalogue.queries import opening
from belvedere.engines import hours
from belvedere.engines import meetings as engine
from belvedere.meetings.models import Deal, Participant
from belvedere.people.models import Organisation
from belvedere.territories.models import Commune, Destination

KINDS, LABELS, SAMPLE, YEAR = 36, 24, 4000, 365

Profile = dict[str, Any]
Words = dict[str, str]


@dataclass(frozen=True)
class Vocabulary:
    """Kinds and labels to choose from: key → French word."""

    kinds: Words
    labels: Words

    @property
    def all(self) -> Words:
        return self.kinds | self.labels


def vocabulary(destination: Destination, held: Iterable[Profile] = ()) -> Vocabulary:
    """The commonest kinds and labels among the destination's offers, with those that ``held`` profiles name."""
    offers = Offer.everything.active().in_territory_of(Destination.everything.filter(pk=destination.pk))
    counted = offers.values("main_type", "main_type__label_fr").annotate(n=Count("pk")).order_by("-n", "main_type")
    kinds = {row["main_type"]: row["main_type__label_fr"] for row in counted[:KINDS]}
    found: Counter[tuple[str, str]] = Counter()
    for terms in offers.exclude(labels=[]).order_by("pk").values_list("labels", flat=True)[:SAMPLE]:
        found.update((term["key"], term.get("fr") or term["key"]) for term in terms if term.get("key"))
    labels = dict(key for key, _n in found.most_common(LABELS))
    named = {key for one in held for key in one.get("kinds", ())} - kinds.keys()
    kinds |= dict(OfferType.objects.filter(code__in=named).values_list("code", "label_fr"))
    labels |= {key: key for one in held for key in one.get("labels", ()) if key not in labels}
    by_word = sorted(kinds.items(), key=lambda pair: pair[1].casefold())
    return Vocabulary(dict(by_word), dict(sorted(labels.items(), key=lambda pair: pair[1].casefold())))


def from_catalogue(organisation: Organisation, today: date) -> Profile:
    """What the offers of an organisation say of it. Nothing that they do not say."""
    offers = list(Offer.everything.active().filter(owner=organisation).select_related("commune").order_by("pk"))
    found: Profile = {
        "kinds": sorted({offer.main_type_id for offer in offers}),
        "labels": sorted({term["key"] for offer in offers for term in offer.labels if term.get("key")}),
        "capacity": max((int(offer.capacities.get("people") or 0) for offer in offers), default=0) or None,
        "months": sorted({month for offer in offers for month in _open_months(offer.schedule, today)}),
    }
    commune = next((offer.commune for offer in offers if offer.commune_id), None)
    return {key: value for key, value in (found | _where(commune)).items() if value}


def _open_months(rules: Any, today: date) -> set[int]:
    schedule = opening.schedule_of(rules)
    if schedule is None:
        return set()
    days = (today + timedelta(days=k) for k in range(YEAR))
    return {day.month for day in days if hours.is_open_day(schedule, day)}


def _where(commune: Commune | None) -> Profile:
    if commune is None or commune.lon is None or commune.lat is None:
        return {}
    return {"town": commune.name, "lon": commune.lon, "lat": commune.lat}


def town(name: str) -> Profile:
    """The place of this name, the most peopled first; empty when none bears it."""
    rows = Commune.objects.current().filter(name__iexact=name.strip()).exclude(lon=None)
    return _where(rows.order_by(F("population").desc(nulls_last=True), "pk").first()) if name.strip() else {}


def profile(data: Mapping[str, Any]) -> engine.Profile:
    """A stored profile as the engine reads it."""
    place = (data["lon"], data["lat"]) if data.get("lon") is not None and data.get("lat") is not None else None
    return engine.Profile(
        kinds=frozenset(data.get("kinds", ())),
        labels=frozenset(data.get("labels", ())),
        capacity=data.get("capacity"),
        months=frozenset(data.get("months", ())),
        place=place,
        town=data.get("town", ""),
        km=data.get("km"),
    )


def in_words(data: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """« Hôtel ; 40 personnes ; de mai à septembre ; Salers », what is not known being left out."""
    named = [words.get(key, key) for key in (*data.get("kinds", ()), *data.get("labels", ()))]
    people = _("%s personnes") % data["capacity"] if data.get("capacity") else ""
    where = data.get("town", "")
    if where and data.get("km"):
        where = _("%(km)s km autour de %(town)s") % {"km": f"{data['km']:g}", "town": where}
    parts = [", ".join(named), people, engine.months_in_words(data.get("months", ())), where]
    return "\N{NO-BREAK SPACE}; ".join(part for part in parts if part)


def past_of(participant: Participant) -> dict[int, int]:
    """Organisations that signed something with this one at an earlier edition, with the year of the last time."""
    own = participant.organisation_id
    if own is None:
        return {}
    ends = Q(seller__organisation=own) | Q(buyer__organisation=own)
    rows = Deal.everything.filter(ends).exclude(seller__edition=participant.edition_id).order_by("signed_on")
    found: dict[int, int] = {}
    for seller, buyer, day in rows.values_list("seller__organisation", "buyer__organisation", "signed_on"):
        other = buyer if seller == own else seller
        if other is not None:
            found[other] = day.year
    return found


def words_of(*profiles: Profile) -> Words:
    """Names of the kinds and labels that these profiles hold. One query."""
    kinds = {key for one in profiles for key in one.get("kinds", ())}
    return dict(OfferType.objects.filter(code__in=kinds).values_list("code", "label_fr"))
