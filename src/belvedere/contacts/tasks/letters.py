"""Letters: prepared, sent, and what comes back read."""

from django.conf import settings
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.contacts.actions import mailings, posting
from belvedere.contacts.imports import returns
from belvedere.contacts.models import Mailing
from belvedere.kit import jobs


@jobs.job("contacts.prepare_mailing")
def prepare_mailing(*, progress: jobs.Progress, mailing: int) -> None:
    """``mailing``: its number. Run twice, the second one adds nobody."""
    row = Mailing.everything.select_related("letter__destination").get(pk=mailing)
    mailings.prepare_mailing(mailing=row, now=timezone.now(), report=progress)


@jobs.job("contacts.post")
def post(*, progress: jobs.Progress) -> None:
    """Run twice at once, one of the two finds the turn taken and leaves."""
    posting.post_waiting(clock=timezone.now, report=progress)


@db_periodic_task(crontab())
def every_minute() -> None:
    """What waited for the quiet hours to be over, for the caps, or for a worker that died."""
    posting.post_waiting(clock=timezone.now)


@db_periodic_task(crontab(minute="*/10"))
def every_ten_minutes() -> None:
    """Mail that came back is read, where a box is set."""
    if settings.RETURNS_BOX:
        returns.read_box(box=settings.RETURNS_BOX, now=timezone.now())
