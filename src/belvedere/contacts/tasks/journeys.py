"""Journeys: every five minutes, whoever something has happened to enters, and whoever is due moves."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.contacts.actions import journeys, posting
from belvedere.kit import jobs


@jobs.job("contacts.walk")
def walk(*, progress: jobs.Progress) -> None:
    """Run twice at once, nobody enters or passes a step twice."""
    now = timezone.now()
    journeys.enter_journeys(now=now)
    journeys.walk_journeys(now=now)
    posting.post_waiting(clock=timezone.now, report=progress)


@db_periodic_task(crontab(minute="*/5"))
def every_five_minutes() -> None:
    jobs.enqueue("contacts.walk", now=timezone.now())
