"""The desk's contacts counted into the observatory."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.desk.queries import monthly
from belvedere.observatory.actions import pushed
from belvedere.observatory.enums import Measure, Unit
from belvedere.observatory.models import Delivery
from belvedere.territories.models import Destination


def push_contacts(*, destination: Destination, now: datetime) -> Delivery | None:
    """Gives the observatory the contacts of each month; the month under way is provisional. None when nothing is new.

    Call from a job, outside of any transaction.
    """
    current = timezone.localdate(now).replace(day=1)
    counts = [
        pushed.Count(
            key="contacts" if not one.field else f"contacts:{one.field}:{one.code or '-'}",
            name=_("Contacts à l’accueil") + (f" – {one.label}" if one.field else ""),
            points=one.months,
            measure=Measure.REQUESTS,
            unit=Unit.REQUESTS,
            market=one.label if one.field == "country" and one.code else "",
            total="contacts" if one.field else "",
            provisional=current,
        )
        for one in monthly.monthly(destination)
    ]
    name = _("Accueil de %s") % destination.name
    return pushed.push_figures(
        slug=f"accueil-{destination.slug}"[:80], name=name[:120], destination=destination, frequency="M",
        counts=counts, now=now,
    )  # fmt: skip
