"""Corrections that providers ask for, and what the office answers."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.catalogue.enums import RequestStatus
from belvedere.catalogue.models import CorrectionRequest, Offer
from belvedere.kit import journal


class NothingToCorrect(Exception):
    """The request says nothing."""


class RequestAnswered(Exception):
    """Somebody has already answered."""


@transaction.atomic
def ask_correction(*, offer: Offer, message: str, by: Any, now: datetime) -> CorrectionRequest:
    """Raises NothingToCorrect."""
    if not message.strip():
        raise NothingToCorrect(_("Dites ce qui est à corriger : la demande est vide."))
    request = CorrectionRequest.everything.create(offer=offer, message=message.strip(), asked_by=by, asked_at=now)
    journal.record("ask_correction", request, by=by, now=now, offer=offer.pk)
    return request


@transaction.atomic
def answer_correction(*, request: CorrectionRequest, done: bool, answer: str, by: Any, now: datetime) -> None:
    """``done``: corrected at the source; else declined, and the answer says why. Raises RequestAnswered."""
    waiting = CorrectionRequest.everything.filter(pk=request.pk, status=RequestStatus.OPEN)
    status = RequestStatus.DONE if done else RequestStatus.DECLINED
    if not waiting.update(status=status, answer=answer.strip(), answered_by=by, answered_at=now):
        raise RequestAnswered(_("Cette demande a déjà reçu une réponse : rechargez la page."))
    journal.record("answer_correction", request, by=by, now=now, done=done)
