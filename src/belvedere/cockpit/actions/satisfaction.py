"""What visitors answered, given to the observatory: the room that asks them and the room that holds figures are
neighbours, and neither knows the other."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.contacts.queries import survey_results
from belvedere.observatory.actions import pushed
from belvedere.observatory.enums import Measure, Unit
from belvedere.observatory.models import Delivery
from belvedere.territories.models import Destination


def push_satisfaction(*, destination: Destination, now: datetime) -> Delivery | None:
    """Mean satisfaction on ten of each month and how many marks make it; the month under way is provisional. None when
    nothing is new. Call from a job, outside of any transaction."""
    months = survey_results.monthly_marks(destination.pk)
    current = timezone.localdate(now).replace(day=1)
    about = {"provisional": current}
    counts = [
        pushed.Count(
            key="avis:note", name=_("Satisfaction des visiteurs"), measure=Measure.SATISFACTION, unit=Unit.MARK,
            points={day: round(one.mark, 3) for day, one in months.items()}, **about,
        ),
        pushed.Count(
            key="avis:reponses", name=_("Réponses aux enquêtes"), measure=Measure.ANSWERS, unit=Unit.ANSWERS,
            points={day: one.marks for day, one in months.items()}, **about,
        ),
    ]  # fmt: skip
    name = _("Avis des visiteurs – %s") % destination.name
    return pushed.push_figures(
        slug=f"avis-{destination.slug}"[:80], name=name[:120], destination=destination, frequency="M", counts=counts,
        now=now,
    )  # fmt: skip
