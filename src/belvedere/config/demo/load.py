"""Loads the demonstration: territories, destinations and brands, people, a year of offers through the ordinary import.

Every step can be run again: it finds what it made and leaves it.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from belvedere.catalogue.actions import index, requests
from belvedere.catalogue.actions import offers as offer_actions
from belvedere.catalogue.actions import stories as story_actions
from belvedere.catalogue.models import CorrectionRequest, Offer
from belvedere.catalogue.queries import index as index_queries
from belvedere.config import installation
from belvedere.config.bootstrap import say
from belvedere.kit.commands import Meter
from belvedere.people.models import Account, Organisation
from belvedere.territories.actions import brands, destinations, outlines
from belvedere.territories.enums import AreaKind
from belvedere.territories.models import Area, Brand, Commune, Destination, Territory

from . import feed, places
from .centres import CENTRES
from .cockpit import load_cockpit
from .contacts import load_contacts
from .desk import load_desk
from .effects import load_effects
from .mailings import load_mailings
from .media import load_media
from .meetings import load_meetings
from .meetings_call import load_meetings_call
from .meetings_day import load_meetings_day
from .observatory import load_figures
from .people import OFFICE_EMAIL, PROVIDER, PROVIDER_AT, PROVIDER_EMAIL, announce_lines, make_people
from .real import load_real
from .segments import load_segments
from .stories import STORIES
from .surveys import load_surveys
from .value import come_again, load_value

SOURCE = "demo"
DONE = "demo-ready"


def prepare(stats: Path | None = None) -> int:
    """Everything up to open pages; 0, or 2 after one sentence on what went wrong. ``stats``: folder of real figures."""
    translation.activate("fr")
    try:
        installation.bring_up_to_date(say)
        ready = settings.HOME / DONE
        if not ready.exists():
            for step in (
                load_territories,
                load_destinations,
                make_people,
                load_offers,
                give_offers,
                ask_corrections,
                load_stories,
                load_media,
                build_index,
                load_meetings,
                load_desk,
                load_contacts,
                load_mailings,
                come_again,
                load_segments,
                load_value,
                load_meetings_day,
                load_meetings_call,
                load_figures,
                load_surveys,
                load_cockpit,
                load_effects,
            ):
                step()
            ready.write_text(timezone.now().isoformat())
        load_real(stats)
        make_people()
    except CommandError as error:
        say(str(error))
        return 2
    return 0


def announce(port: int) -> None:
    """Addresses and logins."""
    sys.stdout.write("\n".join(announce_lines(port)) + "\n")
    sys.stdout.flush()


def load_territories() -> None:
    if not Commune.objects.exists():
        say("Chargement des communes de France…")
        try:
            call_command("territories_load", stderr=_Silence(), stdout=_Silence())
        except SystemExit as stop:
            raise CommandError(
                "Le découpage administratif n’a pas pu être téléchargé : vérifiez la connexion, puis relancez."
            ) from stop
    outlines.apply_points(points=CENTRES)


class _Silence:
    """Where a command's own sentences go when they would drown the demo's."""

    def write(self, _text: str) -> None: ...

    def flush(self) -> None: ...


def load_destinations() -> None:
    """Territories, destinations and brands, mothers first."""
    say("Création des destinations…")
    now = timezone.now()
    for plan in places.PLANS:
        if Destination.everything.filter(slug=plan.slug).exists():
            continue
        territory = Territory(name=plan.territory, slug=plan.slug)
        territory = destinations.save_territory(territory=territory, communes=_codes(plan), by=None, now=now)
        parent = Destination.everything.filter(slug=plan.parent).first() if plan.parent else None
        destination = Destination(
            name=plan.name, slug=plan.slug, kind=plan.kind, parent=parent, territory=territory,
            is_default=plan is places.PLANS[0], languages=[code for code, _name in settings.LANGUAGES],
        )  # fmt: skip
        destination = destinations.save_destination(destination=destination, by=None, now=now)
        brand = Brand(
            destination=destination, display_name=plan.name, signature=plan.signature, palette=plan.palette,
            typeface=plan.typeface, logo=plan.logo, tone=plan.tone,
        )  # fmt: skip
        brands.save_brand(brand=brand, by=None, now=now)


def _codes(plan: places.Plan) -> set[str]:
    departments = Area.objects.filter(kind=AreaKind.DEPARTMENT, code__in=plan.departments)
    epcis = Area.objects.filter(kind=AreaKind.EPCI, code__in=plan.epcis)
    living = Commune.objects.current()
    return set((living.filter(department__in=departments) | living.filter(epci__in=epcis)).values_list("pk", flat=True))


def load_offers() -> None:
    """Draws the feed and hands it to the import, like any other."""
    target = settings.HOME / "demo" / "flux-demonstration.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    feed.write(target, communes=grounds(), first=date(timezone.localdate().year, timezone.localdate().month, 1))
    say("Importation des offres de la démonstration…")
    import_demo(target)


def import_demo(target: Path) -> None:
    options = {"source": SOURCE, "destination": places.PLANS[0].slug}
    try:
        call_command("import_datatourisme", str(target), stdout=_Silence(), **options)
    except SystemExit as stop:
        raise CommandError("Les offres de la démonstration n’ont pas pu être importées.") from stop


def grounds() -> dict[str, feed.Ground]:
    """Where offers are drawn: the perimeters of the demo's offices and contract, and the towns around."""
    near = set(
        Commune.objects.filter(territories__slug__in=[plan.slug for plan in places.PLANS if plan.epcis])
        .values_list("pk", flat=True)
    )  # fmt: skip
    towns = Commune.objects.current().filter(department__code__in=places.PLANS[0].departments, population__gte=2500)
    sites = {site.insee for site in feed.SITES}
    wanted = near | set(towns.values_list("pk", flat=True)) | sites
    rows = Commune.objects.current().filter(pk__in=wanted).exclude(lon=None).order_by("pk")
    return {
        row.pk: feed.Ground(row.name, (row.postal_codes or [""])[0], row.population or 0, row.lon, row.lat)
        for row in rows
        if row.lon is not None and row.lat is not None
    }


def give_offers() -> None:
    """The demo's provider keeps a house and a table: her space is not empty."""
    house = Organisation.everything.get(name=PROVIDER)
    near = Offer.everything.filter(commune__territories__slug=PROVIDER_AT)
    for kind in ("Guesthouse", "Restaurant"):
        offer = near.filter(main_type=kind, owner=None).order_by("-completeness", "pk").first()
        if offer is not None:
            offer_actions.set_owner(offer=offer, organisation=house, by=None, now=timezone.now())


def ask_corrections() -> None:
    """What the demo's provider has asked the office: one request waits, one has its answer."""
    if CorrectionRequest.everything.exists():
        return
    by, now = Account.everything.get(email=PROVIDER_EMAIL), timezone.now()
    office = Account.everything.get(email=OFFICE_EMAIL)
    first, second = Offer.everything.filter(owner__name=PROVIDER).order_by("pk")[:2]
    waiting = "La maison ouvre désormais toute l’année, sauf en janvier. Le petit déjeuner est à 12 €."
    requests.ask_correction(offer=first, message=waiting, by=by, now=now - timedelta(days=2))
    answered = requests.ask_correction(
        offer=second, message="Le numéro de téléphone a changé.", by=by, now=now - timedelta(days=12)
    )
    answer = "C’est corrigé à la source, merci\N{NO-BREAK SPACE}!"
    requests.answer_correction(request=answered, done=True, answer=answer, by=office, now=now - timedelta(days=11))


def load_stories() -> None:
    """Our own words on the best-known places."""
    now = timezone.now()
    for name, title, intro, body in STORIES:
        offer = Offer.everything.filter(name=name).first()
        if offer is not None and not offer.stories.exists():
            story = story_actions.write_story(
                offer=offer, language="fr", title=title, intro=intro, body=body, by=None, now=now
            )
            story_actions.publish_story(story=story, by=None, now=now)


def build_index() -> None:
    meter: Callable[[int, int], None] = Meter("Recherche")
    if not (index_queries.folder() / "meta.json").exists():
        index.rebuild(report=meter)
