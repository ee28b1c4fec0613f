"""Reads of persons for the screens: the sheet, the timeline, what is in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from belvedere.contacts.enums import Channel, Purpose
from belvedere.contacts.models import Act, Consent, Merge, Person, PersonPair
from belvedere.territories.models import Destination

from . import duplicates, retention

#: Lines of a timeline shown at once.
LINES = 100
#: Ways that make sense: only the links of mails are counted, and nobody reads a letter aloud over the telephone.
OFFERED = {Purpose.MEASURE: (Channel.MAIL,), Purpose.NEWSLETTER: (Channel.MAIL, Channel.SMS)}


@dataclass(frozen=True)
class Choice:
    """One box of the preference page."""

    purpose: Purpose
    channel: Channel
    given: bool
    since: datetime | None

    @property
    def name(self) -> str:
        return f"{self.purpose.value}-{self.channel.value}"


@dataclass(frozen=True)
class Sheet:
    """All that the office's page about a person shows."""

    person: Person
    acts: list[Act]
    more: bool
    ledger: list[Consent]
    choices: list[Choice]
    pairs: list[PersonPair]
    merges: list[Merge]
    leaves_on: datetime


def sheet(person: Person) -> Sheet:
    acts = list(Act.everything.filter(person=person)[: LINES + 1])
    ledger = list(Consent.everything.filter(person=person).select_related("wording", "by"))
    return Sheet(
        person=person,
        acts=acts[:LINES],
        more=len(acts) > LINES,
        ledger=ledger,
        choices=[one for one in _choices(person, ledger) if one.since is not None],
        pairs=list(duplicates.pairs_of(person)),
        merges=list(Merge.everything.filter(kept=person, undone_at=None).select_related("absorbed")),
        leaves_on=retention.leaves_on(person),
    )


def choices(person: Person) -> list[Choice]:
    """The boxes of the preference page: by mail always, by the other ways that make sense where she has left what it
    takes; whatever she said once."""
    ledger = Consent.everything.filter(person=person, in_force=True)
    return _choices(person, ledger)


def consenting(
    destinations: "Iterable[Destination] | QuerySet[Destination]", purpose: Purpose | str, channel: Channel | str
) -> "QuerySet[Person]":
    """Present persons of these files whose consent for this purpose and channel stands."""
    standing = Consent.everything.filter(purpose=purpose, channel=channel, in_force=True, given=True)
    return Person.everything.present().filter(destination__in=destinations, pk__in=standing.values("person"))


def _choices(person: Person, ledger: "Iterable[Consent]") -> list[Choice]:
    last = {(line.purpose, line.channel): line for line in ledger if line.in_force}
    reached = {Channel.MAIL} | ({Channel.SMS, Channel.PHONE} if person.phone else set())
    found = []
    for purpose in Purpose:
        for channel in Channel:
            line = last.get((purpose.value, channel.value))
            if line is not None or (channel in reached and channel in OFFERED.get(purpose, Channel)):
                found.append(Choice(purpose, channel, bool(line and line.given), line.at if line else None))
    return found
