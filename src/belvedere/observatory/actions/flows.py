"""Writes about flows: the zones that a delivery names, who is given each, what may leave of the facts."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.engines import flows as engine
from belvedere.kit import jobs, journal
from belvedere.observatory.models import DataSource, FlowZone
from belvedere.observatory.queries import facts
from belvedere.people.models import Organisation
from belvedere.territories.models import Destination, Territory


class WrongNest(Exception):
    """A zone that would contain itself, or lie in a zone of another subscription."""


@transaction.atomic
def note_zones(*, source: DataSource, keys: Iterable[str]) -> None:
    """Adds the zones that the facts name and that we do not know, each in the territory that bears its name."""
    known = set(FlowZone.everything.filter(source=source).values_list("key", flat=True))
    fresh = sorted(set(keys) - known)
    named = {one.name.casefold(): one for one in Territory.everything.filter(name__in=fresh).order_by("-pk")}
    FlowZone.everything.bulk_create(
        [FlowZone(source=source, key=key, name=key, territory=named.get(key.casefold())) for key in fresh],
        batch_size=500,
    )


@transaction.atomic
def save_zone(
    *,
    zone: FlowZone,
    destinations: Collection[Destination],
    organisations: Collection[Organisation],
    by: Any,
    now: datetime,
) -> FlowZone:
    """Keeps a zone and whom it is given to. One nested anew has what may be shown decided again. Raises WrongNest."""
    before = FlowZone.everything.filter(pk=zone.pk).values_list("around", flat=True).first()
    if zone.around is not None:
        _check_nest(zone, zone.around)
    zone.save()
    zone.destinations.set(destinations)
    zone.organisations.set(organisations)
    journal.record(
        "save_flow_zone", zone, by=by, now=now, destinations=len(destinations), organisations=len(organisations),
        public=zone.is_public,
    )  # fmt: skip
    if before != zone.around_id:
        jobs.enqueue("observatory.publish_flows", now=now, source=zone.source_id)
    return zone


def _check_nest(zone: FlowZone, around: FlowZone) -> None:
    if around.source_id != zone.source_id:
        raise WrongNest(_("La zone qui contient celle-ci doit être de la même source."))
    above: FlowZone | None = around
    seen: set[int] = set()
    while above is not None and above.pk not in seen:
        if above.pk == zone.pk:
            raise WrongNest(
                _("«\N{NO-BREAK SPACE}%(name)s\N{NO-BREAK SPACE}» se contiendrait elle-même.") % {"name": zone.name}
            )
        seen.add(above.pk)
        above = above.around


def publish(*, source: DataSource, months: Iterable[date] | None) -> engine.Outcome:
    """Decides what may be shown of these months (all when None), once for every screen and file. Call while holding the
    source's turn. Raises FlowsError."""
    nested = FlowZone.everything.filter(source=source).exclude(around=None).values_list("key", "around__key")
    return engine.publish_months(
        facts.flows_folder(source), months, threshold=max(source.secrecy, engine.THRESHOLD), parents=dict(nested)
    )
