"""What somebody does with a letter she received: follows a link, or wants no more of them."""

from datetime import datetime

from django.db import transaction

from belvedere.contacts.enums import ActKind, Channel, Proof, Purpose
from belvedere.contacts.models import Click, Consent, Sending

from . import acts, consents, returns


@transaction.atomic
def leave_letters(*, sending: Sending, now: datetime) -> bool:
    """No more letters for this purpose, by one click; whether that changed anything."""
    line = consents.withdraw_consent(
        person=sending.person, purpose=sending.letter.purpose, channel=sending.letter.channel, proof=Proof.LINK,
        reference=f"sending:{sending.pk}", by=None, now=now,
    )  # fmt: skip
    returns.record_arrival(identifier=sending.identifier, now=now)
    return line is not None


@transaction.atomic
def follow_link(*, sending: Sending, rank: int, now: datetime) -> None:
    """Counts the link, once, for somebody who consents to it at this moment; otherwise nothing at all is kept."""
    measured = Consent.everything.filter(
        person=sending.person, purpose=Purpose.MEASURE, channel=Channel.MAIL, in_force=True, given=True
    )
    if not measured.exists():
        return
    click, new = Click.objects.get_or_create(sending=sending, link=rank, defaults={"at": now})
    if new:
        acts.add_act(
            person=sending.person, kind=ActKind.CLICKED, room="contacts", reference=f"click:{click.pk}",
            label=sending.letter.name, at=now, own=True,
        )  # fmt: skip
    returns.record_arrival(identifier=sending.identifier, now=now)
