"""What a participant reads after the day: his meetings with what he keeps of each, and the addresses he was given."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from belvedere.meetings.models import ContactShare, Deal, Meeting, MeetingNote, Participant, PlanVersion, Survey


@dataclass(frozen=True)
class Kept:
    """A meeting that has begun. ``given`` is one's own consent, ``got`` the other's: both, and the address shows."""

    other: Participant
    starts_at: datetime
    note: MeetingNote | None
    given: bool
    got: bool
    deals: tuple[Deal, ...]

    @property
    def shared(self) -> bool:
        return self.given and self.got


@dataclass(frozen=True)
class FollowUp:
    note: MeetingNote
    due: bool


@dataclass(frozen=True)
class After:
    meetings: tuple[Kept, ...]
    follow_ups: tuple[FollowUp, ...]
    survey: Survey | None


def after_of(participant: Participant, now: datetime, today: date) -> After:
    """Seven queries, whatever the number of meetings."""
    edition = participant.edition
    own = Q(seller=participant) | Q(buyer=participant)
    plan = PlanVersion.everything.filter(edition=edition, is_current=True).first()
    rows = Meeting.everything.filter(own, plan=plan).select_related("seller__organisation", "buyer__organisation")
    notes = list(MeetingNote.everything.filter(writer=participant).select_related("about"))
    kept = {note.about_id: note for note in notes}
    given = set(ContactShare.everything.filter(giver=participant).values_list("receiver", flat=True))
    got = set(ContactShare.everything.filter(receiver=participant).values_list("giver", flat=True))
    deals: dict[int, list[Deal]] = defaultdict(list)
    for deal in Deal.everything.filter(own):
        deals[deal.buyer_id if deal.seller_id == participant.pk else deal.seller_id].append(deal)
    meetings = []
    for row in rows.order_by("slot", "pk"):
        other = row.buyer if row.seller_id == participant.pk else row.seller
        starts = edition.starts_at(row.slot)
        if starts <= now:
            meetings.append(
                Kept(other, starts, kept.get(other.pk), other.pk in given, other.pk in got, tuple(deals[other.pk]))
            )
    follow = sorted((note for note in notes if note.follow_up_on and note.done_at is None), key=_when)
    survey = Survey.everything.filter(participant=participant).first()
    return After(tuple(meetings), tuple(FollowUp(note, _when(note) <= today) for note in follow), survey)


def _when(note: MeetingNote) -> date:
    return note.follow_up_on or date.max


def contact_of(participant: Participant, other: int) -> Participant | None:
    """The other's address, only where both have consented. One query."""
    rows = Participant.everything.filter(pk=other, edition=participant.edition_id).select_related("organisation")
    both = rows.filter(given__receiver=participant, received__giver=participant)
    return both.first()


def vcard(person: Participant) -> bytes:
    """RFC 6350: a card that any address book reads."""
    house = person.organisation.name if person.organisation else person.name
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"FN:{_escaped(person.contact or person.name)}",
        f"ORG:{_escaped(house)}",
        *([f"EMAIL:{_escaped(person.email)}"] if person.email else []),
        *([f"TEL;VALUE=text:{_escaped(phone)}"] if (phone := getattr(person.organisation, "phone", "")) else []),
        *([f"NOTE:{_escaped(person.about)}"] if person.about else []),
        "END:VCARD",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _escaped(text: str) -> str:
    for mark in ("\\", ",", ";"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split("\r")).replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of 75 bytes at most; the following ones begin with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 75:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
