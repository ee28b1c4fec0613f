"""What comes back for a letter: a dead address is left alone, a complaint withdraws consent."""

from datetime import datetime

from django.db import transaction

from belvedere.contacts.enums import ActKind, Channel, Proof, ReturnKind, SendingState, Skip, WalkEnd
from belvedere.contacts.models import Consent, Person, Sending, Suspension, Walk
from belvedere.contacts.queries.addresses import fingerprint
from belvedere.kit import journal

from . import acts, consents

#: What a return replaces: from the least to the most.
WORSE = (ReturnKind.SOFT, ReturnKind.HARD, ReturnKind.COMPLAINT)


@transaction.atomic
def suspend_address(*, person: Person, code: str, reason: str, now: datetime) -> Suspension | None:
    """Nobody in the house writes to this address any more. None when there is none, or it is suspended already."""
    key = fingerprint(person.email)
    if not key:
        return None
    row, new = Suspension.everything.get_or_create(
        address_key=key,
        defaults={"person": person, "code": code[:12], "reason": reason[:200], "at": now},
    )
    if not new:
        return None
    acts.add_act(
        person=person, kind=ActKind.BOUNCED, room="contacts", reference=f"suspension:{row.pk}",
        label=reason, at=now, own=False,
    )  # fmt: skip
    journal.record("suspend_address", person, by=None, now=now, code=code)
    return row


@transaction.atomic
def lift_suspension(*, suspension: Suspension, by: object, now: datetime) -> None:
    """The address lives again: its holder has said so."""
    journal.record("lift_suspension", suspension.person, by=by, now=now, code=suspension.code)
    suspension.delete()


@transaction.atomic
def record_return(
    *, identifier: str, kind: ReturnKind | str, code: str = "", reason: str = "", now: datetime
) -> Sending | None:
    """Keeps what came back for the copy of this identifier, whatever its state: a letter that comes back had left.
    None when it is none of ours. Told twice, the second time changes nothing."""
    rows = Sending.everything.select_for_update().select_related("person", "letter")
    row = rows.filter(identifier=identifier).first() if identifier else None
    if row is None:
        return None
    worst = max(row.returned, kind, key=("", *WORSE).index)
    changes = {"returned": worst, "returned_at": row.returned_at or now, "reason": reason[:200]}
    if row.state in (SendingState.DOUBT, SendingState.LEAVING):
        changes |= {"state": SendingState.SENT, "sent_at": row.sent_at or now, "claim": ""}
    Sending.everything.filter(pk=row.pk).update(**changes)
    if kind == ReturnKind.HARD:
        suspend_address(person=row.person, code=code, reason=reason or code, now=now)
    elif kind == ReturnKind.COMPLAINT:
        _withdraw_everything(row, now)
    return row


def _withdraw_everything(row: Sending, now: datetime) -> None:
    """Whoever calls a letter unwanted wants none: every consent to mail is withdrawn, whatever its purpose."""
    given = Consent.everything.filter(person=row.person, channel=Channel.MAIL, in_force=True, given=True)
    for purpose in {row.letter.purpose, *given.values_list("purpose", flat=True)}:
        consents.withdraw_consent(
            person=row.person, purpose=purpose, channel=Channel.MAIL, proof=Proof.BOUNCE,
            reference=f"sending:{row.pk}", by=None, now=now,
        )  # fmt: skip


@transaction.atomic
def record_arrival(*, identifier: str, now: datetime) -> None:
    """Somebody received this copy: a doubt about its leaving is settled."""
    doubtful = Sending.everything.filter(identifier=identifier, state=SendingState.DOUBT)
    doubtful.update(state=SendingState.SENT, sent_at=now)


def identifier_at_provider(*, provider_id: str) -> str:
    """Our identifier of the copy that the provider knows by this one; empty for none of ours."""
    return Sending.everything.filter(provider_id=provider_id).values_list("identifier", flat=True).first() or ""


@transaction.atomic
def forget_in_letters(*, person: Person, now: datetime) -> None:
    """An erased person walks no further and nothing waits for her; the rows stay, her address’s fingerprint does not.
    A suspension keeps its own: a dead address stays left alone, whoever had it."""
    waiting = Sending.everything.filter(person=person, state=SendingState.WAITING)
    waiting.update(state=SendingState.SKIPPED, reason=Skip.GONE)
    Sending.everything.filter(person=person).update(address_key="", provider_id="")
    walks = Walk.everything.filter(person=person, ended="")
    walks.update(ended=WalkEnd.GONE, ended_at=now, due_at=None, step="")
