"""Dashboard and notes of the destination on real figures, by the ordinary actions."""

from django.db.models import QuerySet
from django.utils import timezone

from belvedere.cockpit.actions import notes
from belvedere.cockpit.enums import Against, Drawing, Sharing, Size, Span, Subject
from belvedere.cockpit.queries import notes as reads
from belvedere.observatory.enums import Audience, Measure
from belvedere.observatory.models import Series
from belvedere.territories.models import Destination

from .cockpit import add, put

NOTES = 2


def compose(owner: Destination, held: "QuerySet[Series]") -> None:
    """``held``: series of the whole ground."""
    nights = held.get(measure=Measure.NIGHTS, audience=Audience.ALL)
    arrivals = held.get(measure=Measure.ARRIVALS, audience=Audience.ALL)
    abroad = held.get(measure=Measure.NIGHTS, audience=Audience.NON_RESIDENTS)
    dashboard = add(
        owner, "Les hôtels, d’après l’INSEE", "hotels",
        f"Chiffres réels de l’INSEE, connus jusqu’en {nights.last:%m/%Y}. Les campings et les meublés n’y sont pas.",
        Sharing.PUBLIC,
    )  # fmt: skip
    for series, title in (
        (nights, "Nuitées en un an"),
        (arrivals, "Arrivées en un an"),
        (abroad, "Nuitées étrangères"),
    ):
        put(dashboard, series=series, span=Span.YEAR, drawing=Drawing.NUMBER, size=Size.THIRD, title=title)
    put(dashboard, series=nights, drawing=Drawing.MONTHS, against=Against.BOTH, size=Size.WHOLE)
    put(dashboard, series=nights, span=Span.ALL, drawing=Drawing.LINE, size=Size.WHOLE, title="Depuis 2011")
    put(dashboard, subject=Subject.INDICATOR, indicator="nights", span=Span.TEN, size=Size.HALF)
    put(dashboard, subject=Subject.INDICATOR, indicator="non_residents", span=Span.TEN, size=Size.HALF)
    for month in reversed(reads.months_to_tell(owner)[:NOTES]):
        now = timezone.now()
        note = notes.write_note(destination=owner, month=month, by=None, now=now)
        notes.publish_note(note=note, send=False, by=None, now=now)
