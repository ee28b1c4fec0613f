"""The closed figures of the editions given to the observatory, one point a year."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from belvedere.meetings.models import Measure as Closed
from belvedere.meetings.queries.results import LABELS
from belvedere.observatory.actions import pushed
from belvedere.observatory.enums import Measure, Unit
from belvedere.observatory.models import Delivery
from belvedere.territories.models import Destination

UNITS = {"cents": Unit.EUROS, "share": Unit.PERCENT, "mean": Unit.MARK, "ratio": Unit.OTHER, "count": Unit.OTHER}
PEOPLE = ("sellers", "buyers", "came", "served")
MEASURES = {"overall": Measure.SATISFACTION, "answers": Measure.ANSWERS}


def push_editions(*, destination: Destination, now: datetime) -> Delivery | None:
    """Counts and amounts of a year's editions add up; means and shares are those of its last one. Rehearsals are left
    out. None when nothing is new. Call from a job, outside of any transaction."""
    rows = Closed.everything.filter(edition__destination=destination, edition__rehearsal_of=None)
    points: dict[str, dict[date, float]] = defaultdict(dict)
    for closed in rows.select_related("edition").order_by("edition__day", "pk"):
        year = closed.edition.day.replace(month=1, day=1)
        for name, value in _values(closed.figures):
            adds = LABELS[name][1] in ("count", "cents") and name != "cost_per_meeting"
            points[name][year] = value + (points[name].get(year, 0.0) if adds else 0.0)
    counts = [
        pushed.Count(
            key=f"rencontres:{name}",
            name=_("Rencontres pro – %s") % str(LABELS[name][0]),
            points=found,
            measure=MEASURES.get(name, Measure.OTHER),
            unit=Unit.PEOPLE if name in PEOPLE else UNITS[LABELS[name][1]],
        )
        for name, found in points.items()
    ]
    title = _("Rencontres pro de %s") % destination.name
    return pushed.push_figures(
        slug=f"rencontres-{destination.slug}"[:80], name=title[:120], destination=destination, frequency="Y",
        counts=counts, now=now,
    )  # fmt: skip


def _values(figures: dict[str, Any]) -> list[tuple[str, float]]:
    """Amounts in euros; what could not be said is left out."""
    known = [(name, figures[name]) for name in LABELS if figures.get(name) is not None]
    return [(name, value / 100 if LABELS[name][1] == "cents" else float(value)) for name, value in known]
