"""Ways into the offer from the home page: by wish, by office."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from belvedere.catalogue.models import Offer, Source
from belvedere.shell.landscape import Landscape
from belvedere.territories.models import Destination


@dataclass(frozen=True)
class Door:
    """A wish: its words, the search it opens, its landscape."""

    label: Any
    text: Any
    query: str
    landscape: Landscape


@dataclass(frozen=True)
class Office:
    """A destination below this one, with the address of its own site."""

    name: str
    signature: str
    url: str
    landscape: Landscape


DOORS = (
    Door(
        _("Volcans et grand air"),
        _("Sommets, sentiers, points de vue"),
        "type=NaturalHeritage",
        Landscape("volcan", "aube", 12),
    ),
    Door(
        _("Villages et châteaux"), _("Pierres, églises, musées"), "type=CulturalSite", Landscape("village", "soir", 4)
    ),
    Door(
        _("À table"),
        _("Fromages, auberges, marchés"),
        "type=FoodEstablishment&type=Tasting",
        Landscape("table", "soir", 9),
    ),
    Door(
        _("Au fil de l’eau"),
        _("Lacs, rivières, eaux thermales"),
        "type=LakeOrPond&type=BodyOfWater",
        Landscape("lac", "jour", 3),
    ),
    Door(_("Passer la nuit"), _("Chambres, gîtes, campings"), "type=Accommodation", Landscape("chambre", "nuit", 5)),
    Door(
        _("Avec les enfants"),
        _("Sortir, jouer, comprendre"),
        "type=SportsAndLeisurePlace",
        Landscape("sentier", "jour", 8),
    ),
)
OFFICE_SCENES = ("volcan", "chateau", "vallee", "village", "lac", "foret")


def doors() -> tuple[Door, ...]:
    return DOORS


def sources_shown() -> list[Source]:
    """Where the offers come from, to be thanked."""
    shown = Offer.everything.active().order_by().values("source").distinct()
    return list(Source.everything.filter(pk__in=shown).order_by("name"))


def offices(destination: Destination | None, *, scheme: str) -> list[Office]:
    """Destinations just below, each with its site. Two queries."""
    if destination is None:
        return []
    found = Destination.everything.filter(parent=destination).select_related("brand").order_by("name")
    return [_office(child, rank, scheme) for rank, child in enumerate(found)]


def _office(child: Destination, rank: int, scheme: str) -> Office:
    brand = getattr(child, "brand", None)
    url = f"{scheme}://{child.hostname}/" if child.hostname else f"/{child.slug}/"
    scene = OFFICE_SCENES[rank % len(OFFICE_SCENES)]
    return Office(
        name=brand.display_name if brand and brand.display_name else child.name,
        signature=brand.signature if brand else "",
        url=url,
        landscape=Landscape(scene, ("jour", "soir", "aube")[rank % 3], child.pk),
    )
