"""Composing dashboards: the page, its tiles, their order."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from belvedere.cockpit import access
from belvedere.cockpit.models import Dashboard, Tile
from belvedere.kit import journal

#: Tiles of a dashboard: more of them would tell nothing.
MOST = 24


class Refused(Exception):
    """It cannot be done so; the message says why and what to do."""


@transaction.atomic
def save_dashboard(*, dashboard: Dashboard, by: Any, now: datetime) -> Dashboard:
    """Keeps a new dashboard, or its title, words and sharing. Raises Refused."""
    if by is not None and not access.can_compose_in(by, dashboard.destination_id):
        raise Refused(_("Vous ne composez pas de tableau de bord dans cette destination."))
    made = dashboard.pk is None
    dashboard.changed_at = now
    try:
        with transaction.atomic():
            dashboard.save()
    except IntegrityError as twice:
        raise Refused(_("Un autre tableau de bord a déjà cette adresse\N{NO-BREAK SPACE}: changez-la.")) from twice
    journal.record("add_dashboard" if made else "change_dashboard", dashboard, by=by, now=now, to=dashboard.sharing)
    return dashboard


@transaction.atomic
def remove_dashboard(*, dashboard: Dashboard, by: Any, now: datetime) -> None:
    journal.record("remove_dashboard", dashboard, by=by, now=now)
    dashboard.delete()


@transaction.atomic
def save_tile(*, tile: Tile, by: Any, now: datetime) -> Tile:
    """Keeps a tile; a new one goes last. Raises Refused."""
    made = tile.pk is None
    if made:
        ranks = list(Tile.everything.filter(dashboard=tile.dashboard_id).values_list("rank", flat=True))
        if len(ranks) >= MOST:
            raise Refused(_("Vingt-quatre tuiles au plus\N{NO-BREAK SPACE}: composez un second tableau."))
        tile.rank = max(ranks, default=-1) + 1
    tile.save()
    _touch(tile.dashboard_id, now)
    journal.record("add_tile" if made else "change_tile", tile, by=by, now=now, dashboard=tile.dashboard_id)
    return tile


@transaction.atomic
def remove_tile(*, tile: Tile, by: Any, now: datetime) -> None:
    journal.record("remove_tile", tile, by=by, now=now, dashboard=tile.dashboard_id)
    _touch(tile.dashboard_id, now)
    tile.delete()


@transaction.atomic
def move_tile(*, tile: Tile, steps: int, by: Any, now: datetime) -> None:
    """``steps``: -1 up, +1 down; past the ends nothing moves."""
    order = list(Tile.everything.filter(dashboard=tile.dashboard_id).order_by("rank", "pk"))
    here = next(place for place, one in enumerate(order) if one.pk == tile.pk)
    there = here + steps
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for rank, one in enumerate(order):
        one.rank = rank
    Tile.everything.bulk_update(order, ["rank"])
    _touch(tile.dashboard_id, now)
    journal.record("move_tile", tile, by=by, now=now, dashboard=tile.dashboard_id, steps=steps)


def _touch(dashboard: int, now: datetime) -> None:
    Dashboard.everything.filter(pk=dashboard).update(changed_at=now)
