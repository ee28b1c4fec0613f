"""A delivery changes figures: they are foreseen again, and the effects read from them are read again."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from belvedere.kit import jobs

from . import events
from .models import CityCampaign, Event, Series


@receiver(events.series_changed)
def foresee_again(*, ids: list[int], **_others: Any) -> None:
    pairs = Series.everything.filter(pk__in=ids).order_by().values_list("source", "frequency").distinct()
    for source, frequency in sorted(pairs):
        jobs.enqueue("observatory.foresee", now=timezone.now(), source=source, frequency=frequency)


@receiver(events.series_changed)
def read_effects_again(*, ids: list[int], **_others: Any) -> None:
    sources = Series.everything.filter(pk__in=ids).exclude(market="").values("source")
    for campaign in CityCampaign.everything.filter(Q(origins__in=sources) | Q(web__in=sources)):
        jobs.enqueue("observatory.read_campaign", now=timezone.now(), campaign=campaign.pk)
    for event in Event.everything.filter(series__in=ids).values_list("pk", flat=True):
        jobs.enqueue("observatory.read_effects", now=timezone.now(), event=event)
