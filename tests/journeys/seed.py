"""Fills the installation that the journeys walk through, in a process of its own."""

from datetime import date, timedelta

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.utils import timezone  # noqa: E402

from belvedere.catalogue.actions import index  # noqa: E402
from belvedere.catalogue.enums import Family  # noqa: E402
from belvedere.catalogue.models import Offer, Session  # noqa: E402
from belvedere.engines import hours  # noqa: E402
from belvedere.observatory.actions import sources  # noqa: E402
from belvedere.observatory.imports import files  # noqa: E402
from belvedere.observatory.models import Series  # noqa: E402
from belvedere.people.models import Account  # noqa: E402
from belvedere.shell.messages import compile_catalogues  # noqa: E402
from belvedere.territories.actions import destinations  # noqa: E402
from belvedere.territories.enums import DestinationKind  # noqa: E402
from belvedere.territories.models import Brand, Destination  # noqa: E402
from tests.factories.catalogue import OfferFactory, OfferTextFactory, OfferTypeFactory  # noqa: E402
from tests.factories.people import (  # noqa: E402
    AccountFactory,
    MembershipFactory,
    OrganisationFactory,
    grant,
)
from tests.factories.territories import CommuneFactory, TerritoryFactory  # noqa: E402

ALWAYS = hours.Schedule((hours.Rule(spans=((0, 1440),)),)).to_dict()
NEVER = hours.Schedule((hours.Rule(spans=((600, 1080),), weekdays=1), hours.Rule(closed=True))).to_dict()
KINDS = {
    "Museum": ("Musée", "Museum", Family.PLACE),
    "Castle": ("Château", "Castle", Family.PLACE),
    "Restaurant": ("Restaurant", "Restaurant", Family.PLACE),
    "Hotel": ("Hôtel", "Hotel", Family.PLACE),
    "WalkingTour": ("Randonnée", "Walk", Family.TOUR),
    "Concert": ("Concert", "Concert", Family.EVENT),
    "Exhibition": ("Exposition", "Exhibition", Family.EVENT),
}


def main() -> None:
    compile_catalogues()
    communes = [
        CommuneFactory(code=code, name=name, lon=lon, lat=lat, population=people)
        for code, name, lon, lat, people in (
            ("63113", "Clermont-Ferrand", 3.08, 45.78, 147000),
            ("63300", "Riom", 3.11, 45.89, 19000),
            ("63178", "Issoire", 3.25, 45.54, 15000),
        )
    ]
    place = Destination.everything.create(
        name="Volcans", slug="volcans", kind=DestinationKind.OFFICE, is_default=True,
        territory=TerritoryFactory(communes=communes),
    )  # fmt: skip
    Brand.everything.create(destination=place, display_name="Volcans", signature="Un feu sous l’herbe")
    Destination.everything.create(
        name="Riom", slug="riom", kind=DestinationKind.OFFICE, parent=place,
        territory=TerritoryFactory(communes=communes[1:2]),
    )  # fmt: skip
    for one in Destination.everything.order_by("pk"):
        destinations.save_destination(destination=one, by=None, now=timezone.now())
    offers(communes)
    people(place)
    figures(place)
    index.rebuild()


def people(place: Destination) -> None:
    """Anne manages the office, Paul keeps an inn, Rose a farm; all sign in with the factories' password."""
    grant(AccountFactory(email="anne@exemple.fr", first_name="Anne"), place)
    inn = OrganisationFactory(name="Auberge de Paul", destination=place)
    MembershipFactory(account=AccountFactory(email="paul@exemple.fr", first_name="Paul"), organisation=inn)
    farm = OrganisationFactory(name="Ferme de Rose", destination=place)
    MembershipFactory(account=AccountFactory(email="rose@exemple.fr", first_name="Rose"), organisation=farm)
    Offer.everything.filter(pk=1).update(owner=inn)
    for account in Account.everything.all():
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)


def figures(place: Destination) -> None:
    """Six years of nights with a break and a provisional end, a small series kept secret."""
    now = timezone.now()
    source = sources.ensure_source(
        slug="enquete", kind="table", destination=place, by=None, now=now, name="Enquête", licence="LO", is_public=True
    )
    values = {
        "Nuitées": {"measure": "nights", "unit": "nights"}, "Arrivées": {"measure": "arrivals", "unit": "arrivals"},
    }  # fmt: skip
    sources.save_mapping(
        source=source, columns={"period": "Mois", "values": values, "provisional": "État"}, by=None, now=now
    )
    lines = [
        f"{2019 + k // 12}-{k % 12 + 1:02d};{4000 + 700 * (k % 12)};{1900 + 300 * (k % 12)};{'p' if k > 69 else ''}"
        for k in range(72)
    ]
    data = "\n".join(["Mois;Nuitées;Arrivées;État", *lines]).encode()
    files.take_file(
        name="nuitees.csv", data=data, source=source, delivered_on=now.date(), by=None, now=now,
        progress=lambda _done, _total, _sentence: None,
    )  # fmt: skip
    first = Series.everything.order_by("pk").first()
    sources.add_break(series=first, day=date(2020, 3, 17), sentence="Crise sanitaire", by=None, now=now)
    Series.everything.update(secrecy=4500)


def offers(communes: list[object]) -> None:
    now = timezone.localtime()
    for rank in range(28):
        code = list(KINDS)[rank % len(KINDS)]
        label, english, family = KINDS[code]
        commune = communes[rank % 3]
        offer = OfferFactory(
            name=f"{label} {rank + 1}", slug=f"offre-{rank + 1}", types=[code], families=int(family), commune=commune,
            main_type=OfferTypeFactory(code=code, family=family, label_fr=label, label_en=english),
            lon=commune.lon + (rank % 5) / 80, lat=commune.lat + (rank % 7) / 90, min_price=500 * (rank % 4),
            schedule=ALWAYS if rank % 2 else NEVER,
            prices=[{"min": 500 * (rank % 4), "fr": "Plein tarif", "currency": "EUR"}],
            accessibility=[{"key": "ReducedMobility", "fr": "Accessible en fauteuil", "en": "Wheelchair access"}],
            address={"streets": ["1 place de la Fontaine"], "postal_code": "63000", "locality": commune.name},
            contacts=[{"role": "contact", "phones": ["+33 1 99 00 00 00"]}],
        )  # fmt: skip
        OfferTextFactory(offer=offer, short="Ce qu’il faut en savoir.", long="Un premier paragraphe.\n\nUn second.")
        if family == Family.EVENT:
            for ahead in range(40 if code == "Exhibition" else 1):
                start = now.replace(hour=23, minute=0) + timedelta(days=ahead)
                Session.objects.create(
                    offer=offer, day=start.date(), starts_at=start, ends_at=start + timedelta(minutes=50),
                    rarity=1 / 40 if code == "Exhibition" else 1,
                )  # fmt: skip


if __name__ == "__main__":
    main()
