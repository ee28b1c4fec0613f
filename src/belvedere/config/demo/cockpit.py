"""Dashboards, notes of the month and their readers for the demo, by the ordinary actions."""

from datetime import timedelta

from django.utils import timezone

from belvedere.cockpit.actions import dashboards, notes
from belvedere.cockpit.enums import Against, Drawing, MapSubject, Sharing, Size, Span, Subject
from belvedere.cockpit.models import Dashboard, MonthNote, Subscriber, Tile
from belvedere.cockpit.queries import notes as reads
from belvedere.config.bootstrap import say
from belvedere.observatory.enums import Audience, Measure
from belvedere.observatory.models import Series
from belvedere.territories.models import Destination

READERS = ("maire", "presse", "conseil", "camping", "hotel", "musee")
WORDS = {
    0: "Le mois a été doux ; la route du col est restée ouverte jusqu’à la Toussaint.\n\n"
    "Les chiffres des trois derniers mois sont provisoires.",
    1: "La rentrée ramène les visiteurs sans enfants\N{NO-BREAK SPACE}: "
    "les villages en étape en ont vu davantage que la ville.",
}


def load_cockpit() -> None:
    """Made once, after the figures."""
    region = Destination.everything.filter(slug="auvergne").select_related("territory").first()
    if region is None or Dashboard.everything.exists():
        return
    say("Composition des tableaux de bord et des notes…")
    compose_season(region)
    compose_ground(region)
    for slug in ("clermont-auvergne-volcans", "pays-de-salers"):
        compose_season(Destination.everything.select_related("territory").get(slug=slug))
    write_notes(region)


def series_of(destination: Destination, measure: str, **more: str) -> Series | None:
    found = Series.everything.filter(
        territory=destination.territory_id, measure=measure, market="", **{"lodging": "", **more}
    )
    return found.filter(audience=more.get("audience", Audience.ALL)).order_by("-points", "pk").first()


def compose_season(destination: Destination) -> None:
    """What an elected person asks first."""
    dashboard = add(
        destination, "La saison en cinq chiffres", "saison",
        "Ce qui compte pour suivre la saison, mis à jour à chaque livraison.", Sharing.PUBLIC,
    )  # fmt: skip
    nights, arrivals = series_of(destination, Measure.NIGHTS), series_of(destination, Measure.ARRIVALS)
    abroad = series_of(destination, Measure.NIGHTS, audience=Audience.NON_RESIDENTS)
    put(dashboard, series=nights, span=Span.YEAR, drawing=Drawing.NUMBER, size=Size.THIRD, title="Nuitées en un an")
    put(dashboard, series=arrivals, span=Span.YEAR, drawing=Drawing.NUMBER, size=Size.THIRD, title="Arrivées en un an")
    put(dashboard, series=abroad, span=Span.YEAR, drawing=Drawing.NUMBER, size=Size.THIRD,
        title="Nuitées étrangères en un an")  # fmt: skip
    put(dashboard, series=nights, drawing=Drawing.MONTHS, against=Against.BOTH, size=Size.WHOLE,
        words="La saison reste un mois d’août et ses alentours.")  # fmt: skip
    put(dashboard, series=nights, span=Span.TWO, drawing=Drawing.BARS, against=Against.LAST_YEAR, size=Size.HALF,
        title="Deux ans de nuitées")  # fmt: skip
    put(dashboard, subject=Subject.INDICATOR, indicator="nights", span=Span.TEN, size=Size.HALF, title="Dix ans")


def compose_ground(region: Destination) -> None:
    """The offer on its ground, and the passers-by."""
    dashboard = add(region, "L’offre sur le terrain", "terrain", "Où sont les offres, et qui passe.", Sharing.PUBLIC)
    put(dashboard, subject=Subject.MAP, mapped=MapSubject.OFFERS, size=Size.HALF)
    put(dashboard, subject=Subject.MAP, mapped=MapSubject.COMPLETENESS, size=Size.HALF)
    for one in Series.everything.filter(territory=region.territory_id, measure=Measure.COUNTS).order_by("pk")[:2]:
        put(dashboard, series=one, span=Span.YEAR, against=Against.LAST_YEAR, size=Size.HALF)


def add(destination: Destination, title: str, slug: str, words: str, sharing: str) -> Dashboard:
    made = Dashboard(destination=destination, title=title, slug=slug, words=words, sharing=sharing)
    return dashboards.save_dashboard(dashboard=made, by=None, now=timezone.now())


def put(dashboard: Dashboard, *, subject: str = Subject.SERIES, **what: object) -> None:
    """A tile, where there is something to show."""
    if subject != Subject.SERIES or what.get("series") is not None:
        tile = Tile(dashboard=dashboard, subject=subject, **what)
        dashboards.save_tile(tile=tile, by=None, now=timezone.now())


def write_notes(region: Destination) -> None:
    """The last two months that have figures, the latest last; readers who have confirmed."""
    now = timezone.now()
    Subscriber.everything.bulk_create(
        Subscriber(
            destination=region, email=f"{name}@demo.example", token=f"demonstration-{name}",
            asked_at=now - timedelta(days=90 + k), confirmed_at=now - timedelta(days=89 + k),
        )
        for k, name in enumerate(READERS)
    )  # fmt: skip
    for rank, month in reversed(list(enumerate(reads.months_to_tell(region)[:2]))):
        if not MonthNote.everything.filter(destination=region, month=month).exists():
            note = notes.write_note(destination=region, month=month, by=None, now=now)
            notes.complete_note(note=note, words=WORDS[rank], left_out=[], by=None, now=now)
            notes.publish_note(note=note, send=False, by=None, now=now)
