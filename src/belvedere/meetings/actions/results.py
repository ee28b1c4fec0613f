"""What the edition cost, and its figures once they are closed."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import jobs, journal
from belvedere.meetings import access, events
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import Cost, Edition, Measure
from belvedere.meetings.queries import results as reads


class Refused(Exception):
    """It cannot be written so; the message says why and what to do."""


@transaction.atomic
def save_cost(*, edition: Edition, label: str, amount: int, by: Any, now: datetime) -> Cost:
    """One line a label: the same label again changes its amount (in cents). Raises Refused."""
    _may_run(edition, by)
    cost = Cost.everything.filter(edition=edition, label=label.strip()).first()
    cost = cost or Cost(edition=edition, label=label.strip())
    cost.amount = amount
    try:
        cost.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    cost.save()
    journal.record("save_cost", cost, by=by, now=now, amount=amount)
    return cost


@transaction.atomic
def remove_cost(*, cost: Cost, by: Any, now: datetime) -> None:
    """Raises Refused."""
    _may_run(cost.edition, by)
    journal.record("remove_cost", cost, by=by, now=now)
    cost.delete()


@transaction.atomic
def measure_edition(*, edition: Edition, by: Any, now: datetime) -> Measure:
    """Closes the figures as they are now, and tells the house. Done again, it replaces them. Raises Refused."""
    _may_run(edition, by)
    if edition.status not in (EditionStatus.PUBLISHED, EditionStatus.OVER):
        raise Refused(_("Cette édition n’a pas encore eu lieu."))
    if now < edition.ends_at(edition.slots - 1):
        raise Refused(_("La journée n’est pas finie\N{NO-BREAK SPACE}: arrêtez son bilan ensuite."))
    figures = asdict(reads.figures_of(edition))
    measure, _made = Measure.everything.update_or_create(
        edition=edition, defaults={"figures": figures, "measured_at": now}
    )
    if edition.status != EditionStatus.OVER:
        edition.status = EditionStatus.OVER
        edition.save(update_fields=["status"])
    journal.record("measure_edition", edition, by=by, now=now)
    jobs.enqueue("meetings.push_figures", now=now, destination=edition.destination_id)
    transaction.on_commit(
        lambda: events.edition_measured.send(Edition, edition=edition.pk, day=edition.day, figures=figures)
    )
    return measure


def _may_run(edition: Edition, by: Any) -> None:
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
