"""What the screens about persons share: how an action is called, and what it may refuse."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from belvedere.contacts.actions import (
    consents,
    duplicates,
    erasure,
    files,
    journeys,
    mailings,
    merges,
    people,
    studies,
    surveys,
    wordings,
    writing,
)

REFUSALS = (
    consents.ConsentRefused, duplicates.PairRefused, erasure.ErasureRefused, files.FileRefused, merges.MergeRefused,
    journeys.JourneyRefused, mailings.MailingRefused, people.PersonRefused, wordings.WordingRefused,
    writing.WritingRefused, studies.StudyRefused, surveys.SurveyRefused,
)  # fmt: skip


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Calls one action; says above the next page what it did, or why it refused. Whether it did."""
    try:
        act()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True
