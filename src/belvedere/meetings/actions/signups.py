"""Answers to the call for participants: received from anybody, accepted or refused by the office, each told by mail."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from belvedere.kit import jobs, journal, mail
from belvedere.meetings import access
from belvedere.meetings.enums import SignUpState
from belvedere.meetings.models import Edition, Participant, SignUp
from belvedere.meetings.queries import presence
from belvedere.meetings.queries import signups as reads

from . import letters

PEOPLE_MAX = 6


class Refused(Exception):
    """It cannot be received or answered so; the message says why and what to do."""


@transaction.atomic
def ask_sign_up(*, signup: SignUp, by: Any, now: datetime) -> SignUp:
    """Keeps an answer to the call; a mail says that it has come. Raises Refused."""
    if not reads.is_calling(signup.edition, now):
        raise Refused(_("Les inscriptions ne sont pas ouvertes."))
    if not 1 <= len(signup.people) <= PEOPLE_MAX:
        raise Refused(_("Une à six personnes par structure."))
    for one in signup.people:
        _slots(one, signup.edition)
    signup.state, signup.asked_at, signup.answered_at = SignUpState.ASKED, now, None
    if SignUp.everything.filter(edition=signup.edition, side=signup.side, structure=signup.structure).exists():
        raise Refused(_("Une demande de cette structure est déjà reçue\N{NO-BREAK SPACE}: l’office va y répondre."))
    try:
        signup.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    signup.save()
    journal.record("ask_sign_up", signup, by=by, now=now)
    _tell(signup, now)
    return signup


@transaction.atomic
def accept_sign_up(*, signup: SignUp, by: Any, now: datetime) -> list[Participant]:
    """One participant a person; each gets the address of her list. Raises Refused."""
    _answer(signup, by)
    made = [_participant(signup, one) for one in signup.people]
    try:
        with transaction.atomic():
            for row in made:
                row.save()
    except IntegrityError as fault:
        raise Refused(_("%s est déjà inscrit de ce côté.") % signup.structure) from fault
    _close(signup, SignUpState.ACCEPTED, "", by, now)
    return made


@transaction.atomic
def refuse_sign_up(*, signup: SignUp, reason: str, by: Any, now: datetime) -> SignUp:
    """With the sentence that the structure will read."""
    _answer(signup, by)
    if not reason.strip():
        raise Refused(_("Dites pourquoi\N{NO-BREAK SPACE}: la structure lira cette phrase."))
    _close(signup, SignUpState.REFUSED, reason.strip()[:300], by, now)
    return signup


def tell_sign_up(*, signup: SignUp, now: datetime) -> bool:
    """Mails where the request stands, once a state. False when it has been done."""
    if (
        not SignUp.everything.filter(pk=signup.pk, state=signup.state)
        .exclude(told=signup.state)
        .update(told=signup.state)
    ):
        return False
    for letter in _letters(signup):
        mail.send(letter)
    journal.record("tell_sign_up", signup, by=None, now=now, state=signup.state)
    return True


def _letters(signup: SignUp) -> list[mail.Letter]:
    edition = signup.edition
    if signup.state == SignUpState.ACCEPTED:
        return [_welcome(signup, one) for one in _made(signup)]
    words = {
        SignUpState.ASKED: _("Votre demande d’inscription est bien reçue. L’office y répondra par courriel."),
        SignUpState.REFUSED: _("Votre demande n’a pas pu être retenue. %s") % signup.reason,
    }[SignUpState(signup.state)]
    subject = {
        SignUpState.ASKED: _("%s\N{NO-BREAK SPACE}: demande reçue"),
        SignUpState.REFUSED: _("%s\N{NO-BREAK SPACE}: réponse à votre demande"),
    }[SignUpState(signup.state)] % edition.name
    paragraphs = (_("Bonjour,"), f"{signup.structure} – {edition.name}.", words)
    return [letters.letter_of(edition=edition, to=signup.email, subject=subject, paragraphs=paragraphs)]


def _welcome(signup: SignUp, one: Participant) -> mail.Letter:
    return letters.letter_of(
        edition=signup.edition,
        to=one.email or signup.email,
        subject=_("%s\N{NO-BREAK SPACE}: vous êtes inscrit") % signup.edition.name,
        paragraphs=(
            _("Bonjour %s,") % (one.contact or one.name),
            _("%s est inscrit. L’adresse ci-dessous est la vôtre\N{NO-BREAK SPACE}: gardez-la.") % one.name,
            _("Vous y direz qui vous souhaitez rencontrer, puis vous y lirez votre agenda."),
        ),
        link=mail.Link(_("Ma page des rencontres"), letters.personal(one, "wishes")),
    )


def _made(signup: SignUp) -> list[Participant]:
    names = [_name(signup, one) for one in signup.people]
    rows = Participant.everything.filter(edition=signup.edition, side=signup.side, name__in=names)
    return list(rows.select_related("edition__destination").order_by("pk"))


def _name(signup: SignUp, one: dict[str, Any]) -> str:
    """The structure's name alone when one person comes for it."""
    return signup.structure if len(signup.people) == 1 else f"{signup.structure} – {one['name']}"[:200]


def _participant(signup: SignUp, one: dict[str, Any]) -> Participant:
    return Participant(
        edition=signup.edition, organisation=signup.organisation, account=signup.account, side=signup.side,
        name=_name(signup, one), contact=one["name"], about=signup.about, segment=signup.segment,
        email=one.get("email") or signup.email,
        available=_slots(one, signup.edition), seats=signup.seats, offers=signup.offers, seeks=signup.seeks,
    )  # fmt: skip


def _slots(one: dict[str, Any], edition: Edition) -> list[int] | None:
    first, last = one.get("arrives"), one.get("leaves")
    if first is None and last is None:
        return None
    found = presence.slots_within([(first or 0, presence.DAY if last is None else last)], edition)
    if not found:
        raise Refused(_("La présence de %s ne laisse aucun créneau.") % one["name"])
    return found


def _answer(signup: SignUp, by: Any) -> None:
    if by is not None and not access.can_run(by, signup.edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
    if signup.state != SignUpState.ASKED:
        raise Refused(_("Cette demande a déjà reçu sa réponse."))


def _close(signup: SignUp, state: str, reason: str, by: Any, now: datetime) -> None:
    signup.state, signup.reason, signup.answered_at = state, reason, now
    signup.save(update_fields=["state", "reason", "answered_at"])
    journal.record(f"{state}_sign_up", signup, by=by, now=now)
    _tell(signup, now)


def _tell(signup: SignUp, now: datetime) -> None:
    jobs.enqueue("meetings.tell_sign_up", now=now, signup=signup.pk)
