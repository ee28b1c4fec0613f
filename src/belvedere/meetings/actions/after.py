"""What participants keep and say of their meetings. Whoever calls has checked that the participant is ``by``'s own."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belvedere.kit import journal, mail
from belvedere.meetings.enums import DealKind
from belvedere.meetings.models import ContactShare, Deal, Meeting, MeetingNote, Participant, Survey
from belvedere.meetings.queries import holes

from . import letters


class Refused(Exception):
    """It cannot be kept so; the message says why and what to do."""


@transaction.atomic
def share_contact(*, giver: Participant, receiver: Participant, by: Any, now: datetime) -> ContactShare:
    """The address goes to the other once both have said yes. Raises Refused."""
    _check_met(giver, receiver, now)
    row, _made = ContactShare.everything.get_or_create(giver=giver, receiver=receiver, defaults={"at": now})
    journal.record("share_contact", giver, by=by, now=now, receiver=receiver.pk)
    return row


@transaction.atomic
def withdraw_contact(*, giver: Participant, receiver: Participant, by: Any, now: datetime) -> None:
    """From now on neither sees the other's address here."""
    ContactShare.everything.filter(giver=giver, receiver=receiver).delete()
    journal.record("withdraw_contact", giver, by=by, now=now, receiver=receiver.pk)


@transaction.atomic
def write_note(
    *,
    writer: Participant,
    about: Participant,
    rating: int | None = None,
    text: str = "",
    follow_up_on: date | None = None,
    by: Any,
    now: datetime,
) -> MeetingNote:
    """Replaces what was kept of this meeting; another date of follow-up is reminded again. Raises Refused."""
    _check_met(writer, about, now)
    note = MeetingNote.everything.filter(writer=writer, about=about).first() or MeetingNote(writer=writer, about=about)
    if note.follow_up_on != follow_up_on:
        note.reminded_at = note.done_at = None
    note.rating, note.text, note.follow_up_on, note.written_at = rating, text.strip(), follow_up_on, now
    _clean(note)
    note.save()
    journal.record("write_note", writer, by=by, now=now, about=about.pk)
    return note


@transaction.atomic
def finish_follow_up(*, note: MeetingNote, by: Any, now: datetime) -> MeetingNote:
    note.done_at = now
    note.save(update_fields=["done_at"])
    journal.record("finish_follow_up", note.writer, by=by, now=now, about=note.about_id)
    return note


@transaction.atomic
def declare_deal(
    *,
    declarer: Participant,
    other: Participant,
    kind: str,
    amount: int | None = None,
    signed_on: date,
    by: Any,
    now: datetime,
) -> Deal:
    """One deal of a kind for two people, whichever declares it: the second one changes the first one's, and has it to
    confirm again. ``amount`` in cents. Raises Refused."""
    _check_met(declarer, other, now)
    if kind in DealKind.without_amount() and amount is not None:
        raise Refused(_("Cette sorte d’accord n’a pas de montant\N{NO-BREAK SPACE}: laissez-le vide."))
    seller, buyer = holes.ends(declarer, other)
    deal = Deal.everything.filter(seller=seller, buyer=buyer, kind=kind).first()
    deal = deal or Deal(seller=seller, buyer=buyer, kind=kind)
    deal.amount, deal.signed_on, deal.declared_by, deal.confirmed_at = amount, signed_on, declarer, None
    _clean(deal)
    deal.save()
    journal.record("declare_deal", deal, by=by, now=now, kind=kind)
    return deal


@transaction.atomic
def confirm_deal(*, deal: Deal, participant: Participant, by: Any, now: datetime) -> Deal:
    """The other side says the same. Raises Refused."""
    if participant.pk == deal.declared_by_id or participant.pk not in (deal.seller_id, deal.buyer_id):
        raise Refused(_("C’est à l’autre de confirmer cet accord."))
    deal.confirmed_at = now
    deal.save(update_fields=["confirmed_at"])
    journal.record("confirm_deal", deal, by=by, now=now)
    return deal


@transaction.atomic
def remove_deal(*, deal: Deal, participant: Participant, by: Any, now: datetime) -> None:
    """A mistake, taken back by its author before the other has confirmed. Raises Refused."""
    if deal.declared_by_id != participant.pk or deal.confirmed_at is not None:
        raise Refused(_("Un accord confirmé ne se retire plus."))
    journal.record("remove_deal", deal, by=by, now=now)
    deal.delete()


@transaction.atomic
def answer_survey(
    *,
    participant: Participant,
    overall: int,
    right_people: int,
    running: int,
    again: bool,
    words: str = "",
    by: Any,
    now: datetime,
) -> Survey:
    """One answer each: a second one replaces it. Raises Refused before the first meeting has begun."""
    if now < participant.edition.starts_at(0):
        raise Refused(_("La journée n’a pas encore commencé."))
    row = Survey.everything.filter(participant=participant).first() or Survey(participant=participant)
    row.overall, row.right_people, row.running, row.again = overall, right_people, running, again
    row.words, row.answered_at = words.strip(), now
    _clean(row)
    row.save()
    journal.record("answer_survey", participant, by=by, now=now)
    return row


def remind_follow_ups(*, today: date, now: datetime) -> int:
    """One mail to each person who has somebody to call back today, each date reminded once. How many were sent."""
    due = MeetingNote.everything.filter(follow_up_on__lte=today, reminded_at=None, done_at=None)
    due = due.exclude(writer__email="").select_related("writer__edition__destination", "about")
    by_writer: dict[int, list[MeetingNote]] = defaultdict(list)
    for note in due.order_by("follow_up_on", "pk"):
        by_writer[note.writer_id].append(note)
    for notes in by_writer.values():
        with transaction.atomic():
            MeetingNote.everything.filter(pk__in=[note.pk for note in notes]).update(reminded_at=now)
            journal.record("remind_follow_ups", notes[0].writer, by=None, now=now, count=len(notes))
        mail.send(_reminder(notes))
    return len(by_writer)


def _reminder(notes: list[MeetingNote]) -> mail.Letter:
    writer, count = notes[0].writer, len(notes)
    subject = ngettext("%(n)s personne à relancer", "%(n)s personnes à relancer", count) % {"n": count}
    return letters.letter_of(
        edition=writer.edition,
        to=writer.email,
        subject=subject,
        paragraphs=(
            _("Bonjour,"),
            _("Après %s, vous vous étiez promis de relancer\N{NO-BREAK SPACE}:") % writer.edition.name,
            *(note.about.name for note in notes),
        ),
        link=mail.Link(_("Mes notes"), letters.personal(writer, "after")),
    )


def _check_met(one: Participant, other: Participant, now: datetime) -> None:
    """Only people whose meeting has begun keep something of it."""
    edition = one.edition
    ends = Q(seller=one, buyer=other) | Q(seller=other, buyer=one)
    rows = Meeting.everything.filter(ends, plan__edition=edition, plan__is_current=True)
    slot = rows.values_list("slot", flat=True).first()
    if slot is None:
        raise Refused(_("Vous n’avez pas de rencontre avec cette personne."))
    if now < edition.starts_at(slot):
        raise Refused(_("Cette rencontre n’a pas encore commencé."))


def _clean(row: Any) -> None:
    try:
        row.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
