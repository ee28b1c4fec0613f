"""Whether a letter may leave now: asked for a whole slice at once, and again for each copy by its own statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from belvedere.contacts.enums import Channel, Skip
from belvedere.contacts.models import Consent, Sending, Suspension
from belvedere.engines.journeys import outside_quiet, room_under

from . import journeys
from .addresses import fingerprint
from .writing import Writing, letters_received


@dataclass(frozen=True)
class Verdict:
    """May leave when ``skip`` is empty and ``later`` None."""

    skip: str = ""
    later: datetime | None = None


def consenting(purpose: str, person: str = "person") -> Exists:
    """In a filter: that row’s person consents to mail for this purpose, as the ledger stands at that very moment."""
    standing = Consent.everything.filter(in_force=True, given=True, purpose=purpose, channel=Channel.MAIL)
    return Exists(standing.filter(person=OuterRef(person)))


def suspended() -> Exists:
    return Exists(Suspension.everything.filter(address_key=OuterRef("address_key")))


def judge(rows: Sequence[Sending], writing: Writing, now: datetime) -> dict[int, Verdict]:
    """Verdict by number, for copies of one destination with their ``person`` and ``letter`` at hand. Two copies for one
    address in the same slice count for each other; a copy of a journey is asked again what stops it. Three queries, and
    those of ``journeys.stopped``."""
    keys = {row.pk: fingerprint(row.person.email) for row in rows}
    dead = set(Suspension.everything.filter(address_key__in=keys.values()).values_list("address_key", flat=True))
    ledger = Consent.everything.filter(in_force=True, given=True, channel=Channel.MAIL)
    willing = set(ledger.filter(person__in={row.person_id for row in rows}).values_list("person_id", "purpose"))
    received = letters_received(keys.values(), writing.tree, now)
    ended = journeys.stopped([row.walk for row in rows if row.walk is not None], now)
    verdicts = {}
    for row in rows:
        skip = _refusal(row, keys[row.pk], dead, willing, now)
        if not skip and row.walk_id in ended:
            skip = Skip.STOPPED
        verdict = Verdict(skip) if skip else _timely(row, received.get(keys[row.pk], ()), writing, now)
        if verdict == Verdict():
            received.setdefault(keys[row.pk], []).append(now)
        verdicts[row.pk] = verdict
    return verdicts


def _refusal(row: Sending, key: str, dead: set[str], willing: set[tuple[int, str]], now: datetime) -> str:
    person = row.person
    if person.erased_at is not None or person.merged_into_id is not None or not key:
        return Skip.GONE
    if (row.person_id, row.letter.purpose) not in willing:
        return Skip.CONSENT
    if key in dead:
        return Skip.SUSPENDED
    return Skip.LATE if row.expires_at <= now else ""


def _timely(row: Sending, received: Sequence[datetime], writing: Writing, now: datetime) -> Verdict:
    free = outside_quiet(room_under(received, now, writing.rules.caps), writing.rules.quiet, writing.rules.zone)
    if free <= now:
        return Verdict()
    return Verdict(skip=Skip.CAPPED) if free >= row.expires_at else Verdict(later=free)
