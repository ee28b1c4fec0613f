"""Whether a letter may leave now: asked for a whole slice at once, and again for each copy by its own statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from belvedere.contacts.enums import Channel, Skip
from belvedere.contacts.models import Consent, Letter, Person, Sending, Suspension
from belvedere.engines.journeys import outside_quiet, room_under

from . import journeys
from .addresses import fingerprint
from .writing import Writing, letters_received


@dataclass(frozen=True)
class Verdict:
    """May leave when ``skip`` is empty and ``later`` None."""

    skip: str = ""
    later: datetime | None = None


def consenting(purpose: str, person: str = "person", channel: str = Channel.MAIL) -> Exists:
    """In a filter: that row’s person consents to this purpose by this way, as the ledger stands at that very moment."""
    standing = Consent.everything.filter(in_force=True, given=True, purpose=purpose, channel=channel)
    return Exists(standing.filter(person=OuterRef(person)))


def address(person: Person, letter: Letter) -> str:
    """Where this letter reaches this person; empty for nowhere."""
    return person.phone if letter.channel == Channel.SMS else person.email


def fingerprints(person: Person) -> list[str]:
    """Of every way to reach her: what leaves by one counts under the caps of the other."""
    return [key for key in map(fingerprint, (person.email, person.phone)) if key]


def suspended() -> Exists:
    return Exists(Suspension.everything.filter(address_key=OuterRef("address_key")))


def judge(rows: Sequence[Sending], writing: Writing, now: datetime) -> dict[int, Verdict]:
    """Verdict by number, for copies of one destination with their ``person`` and ``letter`` at hand. Two copies for one
    address in the same slice count for each other; a copy of a journey is asked again what stops it. Three queries, and
    those of ``journeys.stopped``."""
    keys = {row.pk: fingerprint(address(row.person, row.letter)) for row in rows}
    both = {row.pk: fingerprints(row.person) for row in rows}
    dead = set(Suspension.everything.filter(address_key__in=keys.values()).values_list("address_key", flat=True))
    ledger = Consent.everything.filter(in_force=True, given=True, person__in={row.person_id for row in rows})
    willing = set(ledger.values_list("person_id", "purpose", "channel"))
    received = letters_received({key for marks in both.values() for key in marks}, writing.tree, now)
    ended = journeys.stopped([row.walk for row in rows if row.walk is not None], now)
    verdicts = {}
    for row in rows:
        skip = _refusal(row, keys[row.pk], dead, willing, now)
        if not skip and row.walk_id in ended:
            skip = Skip.STOPPED
        counted = [moment for key in both[row.pk] for moment in received.get(key, ())]
        verdict = Verdict(skip) if skip else _timely(row, counted, writing, now)
        if verdict == Verdict():
            received.setdefault(keys[row.pk], []).append(now)
        verdicts[row.pk] = verdict
    return verdicts


def _refusal(row: Sending, key: str, dead: set[str], willing: set[tuple[int, str, str]], now: datetime) -> str:
    person = row.person
    if person.erased_at is not None or person.merged_into_id is not None or not key:
        return Skip.GONE
    if (row.person_id, row.letter.purpose, row.letter.channel) not in willing:
        return Skip.CONSENT
    if key in dead:
        return Skip.SUSPENDED
    return Skip.LATE if row.expires_at <= now else ""


def _timely(row: Sending, received: Sequence[datetime], writing: Writing, now: datetime) -> Verdict:
    free = outside_quiet(room_under(received, now, writing.rules.caps), writing.rules.quiet, writing.rules.zone)
    if free <= now:
        return Verdict()
    return Verdict(skip=Skip.CAPPED) if free >= row.expires_at else Verdict(later=free)
