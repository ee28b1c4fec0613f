"""A subscription to flows shared by eight zones of the demo: a season in the form of Flux Vision, its truth known.

Drawn with a seed, written as a delivery, taken by the ordinary import; two offices are given their zone, a provider one
too, one zone is published in detail.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
from django.utils import timezone

from belvedere.engines.flows.generate import Plan, generate
from belvedere.observatory.actions import flows, sources
from belvedere.observatory.enums import SourceKind
from belvedere.observatory.models import DataSource, FlowZone
from belvedere.people.models import Organisation
from belvedere.territories import queries as territories_queries
from belvedere.territories.actions import destinations
from belvedere.territories.enums import AreaKind
from belvedere.territories.models import Area, Destination, Territory

from .people import PROVIDER

SEED, DAYS = 2026, 92
#: Zones without a destination of their own: name → code of their EPCI.
ZONES = {
    "Massif du Sancy": "246300966", "Pays de Vichy": "200071363", "Bassin d’Aurillac": "241500230",
    "Pays de Saint-Flour": "200066660", "Puy-en-Velay": "200073419", "Livradois-Forez": "200070761",
}  # fmt: skip
OFFICES = ("clermont-auvergne-volcans", "pays-de-salers")


def give_flows(owner: Destination, today: date, take: Callable[[DataSource, str, bytes], None]) -> None:
    """A summer of flows in eight zones; ``take`` hands a file to the ordinary command."""
    now = timezone.now()
    offices = list(Destination.everything.filter(slug__in=OFFICES).select_related("territory").order_by("pk"))
    places = [one.territory.name for one in offices] + [one.name for one in grounds(owner)]
    source = sources.ensure_source(
        slug="demo-flux", kind=SourceKind.FLUX_VISION, destination=owner, by=None, now=now,
        name="Flux de visiteurs (démonstration)", licence="Réservé aux partenaires",
        public_licence="Licence Ouverte / Etalab", secrecy=20, is_public=True,
    )  # fmt: skip
    source.producer = "Belvédère, chiffres fictifs"
    source.method = (
        "Livraison fictive de la forme Flux Vision, tirée au sort. Une vraie livraison est estimée à partir des "
        "téléphones mobiles et redressée par l’opérateur."
    )
    sources.save_source(source=source, by=None, now=now)
    first = np.datetime64(f"{today.year - 1}-06-01")
    take(source, "flux-ete.zip", generate(SEED, Plan(tuple(places), first, DAYS)).data)
    for office in offices:
        share(source, office.territory.name, [office], [])
    share(source, "Massif du Sancy", [], list(Organisation.everything.filter(name=PROVIDER)))
    share(source, "Pays de Vichy", [], [], public=True)


def grounds(owner: Destination) -> list[Territory]:
    """Territories of the zones, made once, held by the destination that holds the subscription."""
    out = []
    for name, code in ZONES.items():
        area = Area.objects.filter(kind=AreaKind.EPCI, code=code)
        communes = territories_queries.communes_of_areas(area).values_list("pk", flat=True)
        known = Territory.everything.filter(name=name).first()
        fresh = Territory(name=name, slug=f"zone-{code}", managed_by=owner)
        out.append(
            known or destinations.save_territory(territory=fresh, communes=communes, by=None, now=timezone.now())
        )
    return out


def share(
    source: DataSource, key: str, offices: list[Destination], houses: list[Organisation], *, public: bool = False
) -> None:
    zone = FlowZone.everything.get(source=source, key=key)
    zone.is_public = public
    flows.save_zone(zone=zone, destinations=offices, organisations=houses, by=None, now=timezone.now())
