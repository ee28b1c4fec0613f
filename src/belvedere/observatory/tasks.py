"""Jobs of the room."""

from datetime import date
from pathlib import Path

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.kit import jobs
from belvedere.people.models import Account

from .actions import effects, outlooks
from .imports import files, remote
from .models import CityCampaign, DataSource, Event


@jobs.job("observatory.take_file")
def take_file(*, progress: jobs.Progress, file: str, source: int, delivered_on: str, by: int | None = None) -> None:
    """``file``: path on the server; ``source``, ``by``: numbers. Run twice, the second one finds nothing new."""
    path = Path(file)
    files.take_file(
        name=path.name,
        data=path.read_bytes(),
        source=DataSource.everything.get(pk=source),
        delivered_on=date.fromisoformat(delivered_on),
        by=Account.objects.filter(pk=by).first(),
        now=timezone.now(),
        progress=progress,
    )


@jobs.job("observatory.refresh_subscription")
def refresh_subscription(*, progress: jobs.Progress, source: int) -> None:
    remote.take_subscription(
        source=DataSource.everything.get(pk=source), by=None, now=timezone.now(), progress=progress
    )


@jobs.job("observatory.publish_flows")
def publish_flows(*, progress: jobs.Progress, source: int) -> None:
    """After zones were nested otherwise; run twice, the second one finds nothing new."""
    files.publish_again(DataSource.everything.get(pk=source))


@jobs.job("observatory.foresee")
def foresee(*, progress: jobs.Progress, source: int, frequency: str, until: str | None = None) -> None:
    """``until``: a day (ISO) after which nothing is taken as known."""
    outlooks.foresee(
        source=DataSource.everything.get(pk=source), frequency=frequency, now=timezone.now(),
        until=date.fromisoformat(until) if until else None,
    )  # fmt: skip


@jobs.job("observatory.read_effects")
def read_effects(*, progress: jobs.Progress, event: int) -> None:
    """Nothing to do for an event that was taken away meanwhile."""
    found = Event.everything.select_related("series").filter(pk=event).first()
    if found is not None:
        effects.read_effects(event=found, now=timezone.now())


@jobs.job("observatory.read_campaign")
def read_campaign(*, progress: jobs.Progress, campaign: int) -> None:
    found = CityCampaign.everything.select_related("origins", "web", "destination").filter(pk=campaign).first()
    if found is not None:
        effects.read_campaign(campaign=found, now=timezone.now())


@db_periodic_task(crontab(hour="4", minute="20"))
def every_night() -> None:
    """Subscribed addresses are read again, one job each: a silent one does not hold the others back."""
    for source in DataSource.everything.exclude(address="").values_list("pk", flat=True):
        jobs.enqueue("observatory.refresh_subscription", now=timezone.now(), source=source)
