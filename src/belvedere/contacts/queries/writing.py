"""How a destination writes: sender, quiet hours, and the caps of the whole tree it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from belvedere.contacts.enums import SendingState
from belvedere.contacts.models import Sending, SendingRules
from belvedere.engines.journeys import Cap, Quiet, Rules
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

WEEK, MONTH = 7, 30
#: States in which a letter counts under the caps: it has left, may have left, or is about to.
COUNTED = (SendingState.SENT, SendingState.DOUBT, SendingState.LEAVING, SendingState.CLAIMED)


@dataclass(frozen=True)
class Writing:
    """``tree``: numbers of every destination under the same root, whose letters count together."""

    sender: str
    reply_to: str
    postal_address: str
    rules: Rules
    tree: tuple[int, ...]


def writing_of(destination: Destination) -> Writing:
    """The nearest rules up the tree, the house's where there are none; the lowest of all the caps above. Three
    queries."""
    chain = territories.lineage(destination)
    known = {row.destination_id: row for row in SendingRules.everything.filter(destination__in=chain)}
    rows = [known[one.pk] for one in chain if one.pk in known]
    nearest = rows[0] if rows else SendingRules(quiet_from=time(20), quiet_until=time(9))
    caps = (
        Cap(min((row.week_cap for row in rows), default=nearest.week_cap), WEEK),
        Cap(min((row.month_cap for row in rows), default=nearest.month_cap), MONTH),
    )
    quiet = Quiet(nearest.quiet_from, nearest.quiet_until)
    roots = Destination.everything.filter(pk=chain[-1].pk)
    return Writing(
        sender=nearest.sender or territories.inherited_brand(chain).name,
        reply_to=nearest.reply_to,
        postal_address=nearest.postal_address,
        rules=Rules(ZoneInfo(nearest.zone), quiet, caps),
        tree=tuple(territories.descendants(roots).order_by("pk").values_list("pk", flat=True)),
    )


def letters_received(keys: Iterable[str], tree: Iterable[int], now: datetime) -> dict[str, list[datetime]]:
    """Fingerprint → moments of the letters of the last 30 days from the whole tree. One query."""
    found: dict[str, list[datetime]] = {}
    since = now - timedelta(days=MONTH)
    recent = Q(sent_at__gt=since) | (Q(sent_at=None) & ~Q(state=SendingState.SENT) & Q(not_before__gt=since))
    rows = Sending.everything.filter(recent, address_key__in=set(keys) - {""}, destination__in=list(tree))
    counted = rows.filter(state__in=COUNTED).order_by().values_list("address_key", "sent_at", "not_before")
    for key, sent_at, not_before in counted:
        found.setdefault(key, []).append(min(now, sent_at or not_before))
    return found
