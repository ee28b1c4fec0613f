"""Surveys written, people asked, sheets received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import ActKind, AnswerPath, QuestionKind
from belvedere.contacts.models import Act, Answer, Invitation, Sending, Sheet, Survey, Wording
from belvedere.kit import journal

from . import acts, sign_up

#: Sheets of one survey in a day: beyond, a machine is answering.
DAY_MOST = 3000
WORDS_MOST = 2000


class SurveyRefused(Exception):
    """This survey cannot be written, or this sheet taken; the message says why and what to do."""


class AlreadyAnswered(SurveyRefused):
    """The letter that leads here has served."""


@dataclass(frozen=True)
class Given:
    """One answer to the question of this key: a mark, a choice, or words."""

    question: str
    kind: QuestionKind
    mark: int | None = None
    choice: str = ""
    words: str = ""


@transaction.atomic
def save_survey(*, survey: Survey, by: Any, now: datetime) -> Survey:
    """Answers stay tied to the questions that remain. Raises SurveyRefused."""
    if by is not None and not access.can_keep_file(by, survey.destination):
        raise SurveyRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    survey.save()
    journal.record("save_survey", survey, by=by, now=now)
    return survey


@transaction.atomic
def count_invitation(
    *, survey: Survey, path: AnswerPath | str, on: date, count: int, by: Any, now: datetime
) -> Invitation:
    """Writes how many were asked that day by that way, in place of what was said before. Raises SurveyRefused."""
    if by is not None and not access.can_keep_file(by, survey.destination):
        raise SurveyRefused(_("Cette enquête n’est pas de votre ressort."))
    if path == AnswerPath.MAIL:
        raise SurveyRefused(_("Les lettres se comptent elles-mêmes."))
    if on > timezone.localdate(now):
        raise SurveyRefused(_("Ce jour n’est pas encore venu."))
    row, _new = Invitation.everything.update_or_create(
        survey=survey, path=path, on=on, defaults={"count": count, "by": by}
    )
    journal.record("count_invitation", survey, by=by, now=now, path=str(path), count=count)
    return row


@transaction.atomic
def record_sheet(
    *,
    survey: Survey,
    given: Sequence[Given],
    language: str,
    path: AnswerPath | str,
    now: datetime,
    sending: Sending | None = None,
    email: str = "",
    wordings: Sequence[Wording] = (),
) -> Sheet:
    """Keeps a sheet. ``sending``: the copy of the letter that led here; it serves once, and its person's timeline says
    that she answered, not what. ``email``, with the wordings shown beside its box: she asks to be contacted, and the
    sheet is hers once she has confirmed. Raises SurveyRefused, SignUpRefused."""
    today = timezone.localdate(now)
    if not Survey.everything.open_on(today).filter(pk=survey.pk).exists():
        raise SurveyRefused(_("Cette enquête n’est pas ouverte."))
    if not given:
        raise SurveyRefused(_("Répondez à une question au moins : une seule suffit."))
    if Sheet.everything.filter(survey=survey, on=today).count() >= DAY_MOST:
        raise SurveyRefused(_("Trop de réponses à la fois : réessayez demain."))
    if sending is not None:
        _serve_once(survey, sending, now)
        path = AnswerPath.MAIL
    optin = None
    if email:
        optin = sign_up.ask_sign_up(
            destination=survey.destination, email=email, wordings=wordings, form=f"enquête {survey.code}",
            language=language, now=now,
        )  # fmt: skip
    # The day of a letter's sheet, set beside the timelines, would tell whose it is.
    on = today.replace(day=1) if sending is not None else today
    sheet: Sheet = Sheet.everything.create(survey=survey, on=on, language=language, path=path, optin=optin)
    Answer.everything.bulk_create(
        Answer(sheet=sheet, question=one.question, kind=one.kind, mark=one.mark, choice=one.choice,
               words=one.words[:WORDS_MOST])
        for one in given
    )  # fmt: skip
    return sheet


def _serve_once(survey: Survey, sending: Sending, now: datetime) -> None:
    reference = f"survey:{survey.pk}:{sending.pk}"
    # Two presses of the button at once wait here for each other.
    Sending.everything.select_for_update().get(pk=sending.pk)
    if Act.everything.filter(kind=ActKind.ANSWERED, room="contacts", reference=reference).exists():
        raise AlreadyAnswered(_("Vous avez déjà répondu : merci !"))
    acts.add_act(
        person=sending.person, kind=ActKind.ANSWERED, room="contacts", at=now, own=True, reference=reference,
        label=survey.name,
    )  # fmt: skip
