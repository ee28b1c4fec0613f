"""Loyalty and value: reckoned when asked for, and on the first night of each month."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.contacts.actions import value
from belvedere.contacts.models import ValueRun
from belvedere.contacts.queries import value as reads
from belvedere.kit import jobs
from belvedere.territories.models import Destination


@jobs.job(value.JOB)
def reckon(*, progress: jobs.Progress, run: int) -> None:
    """``run``: its number. Run twice, it writes the same again."""
    row = ValueRun.everything.select_related("destination").filter(pk=run).first()
    if row is not None:
        value.reckon_value(run=row, now=timezone.now())


@db_periodic_task(crontab(day="1", hour="4", minute="20"))
def every_month() -> None:
    now = timezone.now()
    for destination in reads.files_with_visits(Destination.everything.all()):
        value.ask_value(destination=destination, by=None, now=now)
