"""The ledger of consents: lines are added, never changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import events
from belvedere.contacts.enums import ActKind, Channel, Proof, Purpose
from belvedere.contacts.models import Consent, Person, Wording
from belvedere.kit import journal

from . import acts

#: Ways by which the person speaks herself.
OWN = {Proof.DOUBLE, Proof.COUNTER, Proof.PAGE, Proof.LINK, Proof.PAPER, Proof.PURCHASE}


class ConsentRefused(Exception):
    """A line that cannot be written; the message says why and what to do."""


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: Purpose | str,
    channel: Channel | str,
    proof: Proof | str,
    by: Any,
    now: datetime,
    wording: Wording | None = None,
    reference: str = "",
    at: datetime | None = None,
) -> Consent | None:
    """Adds « given ». ``at`` is when it was said, if not now. None when it stands already. Raises ConsentRefused."""
    if wording is None and not reference:
        raise ConsentRefused(_("Un consentement sans preuve ne vaut rien\N{NO-BREAK SPACE}: dites où elle est."))
    return _add(person, purpose, channel, True, proof, wording, reference, at or now, by, now)


@transaction.atomic
def withdraw_consent(
    *,
    person: Person,
    purpose: Purpose | str,
    channel: Channel | str,
    proof: Proof | str,
    by: Any,
    now: datetime,
    reference: str = "",
) -> Consent | None:
    """Adds « withdrawn »; also where nothing was given, so that a refusal is kept. None when it stands already."""
    return _add(person, purpose, channel, False, proof, None, reference, now, by, now)


def _add(
    person: Person,
    purpose: str,
    channel: str,
    given: bool,
    proof: str,
    wording: Wording | None,
    reference: str,
    at: datetime,
    by: Any,
    now: datetime,
) -> Consent | None:
    lines = Consent.everything.select_for_update().filter(person=person, purpose=purpose, channel=channel)
    last = lines.filter(in_force=True).first()
    if last is not None and last.given == given:
        return None
    newest = last is None or last.at <= at
    if newest and last is not None:
        lines.filter(pk=last.pk).update(in_force=False)
    author = by if by is not None and by.pk else None
    line = Consent.everything.create(
        person=person, purpose=purpose, channel=channel, given=given, wording=wording, proof=proof,
        reference=reference[:200], at=at, by=author, in_force=newest,
    )  # fmt: skip
    label = f"{line.get_purpose_display()} {line.get_channel_display()}"
    acts.add_act(
        person=person, kind=ActKind.CONSENTED if given else ActKind.WITHDREW, room="contacts", at=at,
        own=proof in OWN, reference=f"consent:{line.pk}", label=label,
    )  # fmt: skip
    journal.record("give_consent" if given else "withdraw_consent", person, by=by, now=now, purpose=purpose)
    events.people_changed.send(sender=Person, ids=[person.pk])
    return line


def settle_ledger(*, person: Person) -> None:
    """Marks again which lines are in force: after lines have come from, or gone to, somebody else."""
    lines = Consent.everything.filter(person=person)
    lines.filter(in_force=True).update(in_force=False)
    last: dict[tuple[str, str], int] = {}
    for purpose, channel, number in lines.order_by("at", "pk").values_list("purpose", "channel", "pk"):
        last[purpose, channel] = number
    lines.filter(pk__in=last.values()).update(in_force=True)
