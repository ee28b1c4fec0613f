"""What somebody may look at of the flows: which subscriptions, which zones in detail, and the page they make."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q

from belvedere.observatory import access
from belvedere.observatory.enums import SourceKind
from belvedere.observatory.models import DataSource, FlowZone
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from . import flow_charts, flows, school_zones, whereabouts

MATRIX_LISTED = 40
#: Flows that the map draws at most: the table says the foremost ones, the file all of them.
DRAWN = 600
COMMON = ("month", *whereabouts.ORIGINS, "other")


@dataclass(frozen=True)
class Look:
    """A reader in front of a source: ``zones`` all of the subscription, ``mine`` those seen in detail."""

    source: DataSource
    sources: tuple[DataSource, ...]
    zones: tuple[FlowZone, ...]
    mine: tuple[FlowZone, ...]
    licence: str
    page: whereabouts.Page | None
    matrix: pa.Table | None = None

    @cached_property
    def lines(self) -> dict[str, Any]:
        """What the map draws."""
        if self.matrix is not None:
            return flow_charts.matrix_lines(self.matrix, DRAWN)
        return flow_charts.lines_of(self.page.links[:DRAWN], self.zones) if self.page else {}

    @cached_property
    def chord(self) -> flow_charts.Chord | None:
        return flow_charts.chord(self.page.moves) if self.page and self.page.moves else None

    @cached_property
    def calendar(self) -> flow_charts.Calendar | None:
        return flow_charts.calendar(self.page.days) if self.page and self.page.days else None

    @cached_property
    def week(self) -> dict[str, Any] | None:
        return flow_charts.week_of(self.page.week) if self.page and self.page.week else None

    @cached_property
    def foremost(self) -> list[dict[str, Any]]:
        """The largest flows of a matrix."""
        if self.matrix is None:
            return []
        return self.matrix.sort_by([("volume", "descending")]).slice(0, MATRIX_LISTED).to_pylist()


def sources_for(user: Any, destination: Destination | None) -> list[DataSource]:
    """Sources of flows that ``user`` may look at in a destination's pages: its own, those below, those it shares."""
    found = access.flow_sources_seen_by(user)
    if destination is not None:
        below = territories.descendants(Destination.everything.filter(pk=destination.pk))
        shared = FlowZone.everything.filter(
            Q(territory=destination.territory_id) | Q(pk__in=_given_to(destination))
        ).values("source")
        mine = access.visible_zones(user).values("source")
        found = found.filter(Q(destination__in=below) | Q(pk__in=shared) | Q(pk__in=mine))
    return list(found.order_by("kind", "name", "pk").reverse())


def _given_to(destination: Destination) -> Any:
    return FlowZone.destinations.through.objects.filter(destination=destination).values("flowzone")


def look(
    user: Any, sources: list[DataSource], *, source: str = "", subject: str = "", zone: str = "",
    first: date | None = None, last: date | None = None,
) -> Look | None:  # fmt: skip
    """The page asked for; what is unknown or not given falls back on the common view. None without any source."""
    chosen = next((one for one in sources if str(one.pk) == source), sources[0] if sources else None)
    if chosen is None:
        return None
    if chosen.kind == SourceKind.COMMUTING:
        return Look(chosen, tuple(sources), (), (), licence_for(user, chosen), None, flows.matrix(chosen))
    zones = tuple(FlowZone.everything.filter(source=chosen))
    allowed = set(access.zones_seen_by(user).filter(source=chosen).values_list("pk", flat=True))
    mine = tuple(one for one in zones if one.pk in allowed)
    asked = next((one for one in mine if str(one.pk) == zone), None)
    names = {one.key: one.name for one in zones}
    page = whereabouts.page(
        chosen, names, subject=subject, zone=asked, first=first, last=last, schools=school_zones.letters()
    )
    return Look(chosen, tuple(sources), zones, mine, licence_for(user, chosen), page)


def licence_for(user: Any, source: DataSource) -> str:
    """That of what ``user`` may take away: the subscription's as soon as something in it is not for anybody."""
    kept = access.visible_zones(user).filter(source=source, is_public=False).exists()
    return source.licence if kept or not source.is_public else source.open_licence


def months_of(source: DataSource) -> list[date]:
    """Months that are published, in order."""
    return sorted(set(flows.cells(source, kinds=("month",))["month"].to_pylist()))


def table_for(user: Any, source: DataSource) -> pa.Table:
    """Everything of a source that ``user`` may take away: the common view, and the days of the zones given."""
    if source.kind == SourceKind.COMMUTING:
        held = flows.matrix(source)
        return held if held is not None else pa.table({})
    zones = set(access.zones_seen_by(user).filter(source=source).values_list("key", flat=True))
    table = flows.cells(source)
    common = pc.is_in(table["kind"], pa.array(COMMON))
    detail = pc.is_in(table["zone"], pa.array(sorted({flows.EVERYWHERE, *zones})))
    return table.filter(pc.or_(common, detail))
