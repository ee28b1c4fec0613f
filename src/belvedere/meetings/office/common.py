"""What the screens of the room share: which row, and how an action is called."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from belvedere.meetings import access
from belvedere.meetings.actions import (
    again,
    editions,
    notices,
    participants,
    plans,
    rehearsal,
    results,
    scenarios,
    segments,
    sheets,
    signups,
)
from belvedere.meetings.imports.participants import FileRefused
from belvedere.meetings.models import PlanVersion

REFUSALS = (
    again.Refused, editions.Refused, notices.Refused, participants.Refused, plans.Refused, rehearsal.Refused,
    results.Refused, scenarios.Refused, segments.Refused, sheets.Refused, signups.Refused, FileRefused,
)  # fmt: skip


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> Any:
    """Calls one action; says above the next page what it did, or each sentence of its refusal."""
    try:
        result = act()
    except REFUSALS as refusal:
        for sentence in getattr(refusal, "conflicts", (str(refusal),)):
            messages.error(request, sentence)
        return None
    if done:
        messages.success(request, done)
    return result


def plan_for(request: HttpRequest, pk: int) -> PlanVersion:
    rows = access.visible_to(request.user, PlanVersion).select_related("edition__destination")
    plan: PlanVersion = get_object_or_404(rows.defer("unmet", "lunch", "certificate"), pk=pk)
    return plan
