"""Jobs of the room."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.kit import jobs

from .actions import subscriptions
from .models import MonthNote, Subscriber


@jobs.job("cockpit.ask_confirmation")
def ask_confirmation(*, progress: jobs.Progress, subscriber: int) -> None:
    """``subscriber``: its number; nothing to do once it is gone or confirmed."""
    found = Subscriber.everything.select_related("destination").filter(pk=subscriber).first()
    if found is not None:
        subscriptions.ask_confirmation(subscriber=found)


@jobs.job("cockpit.post_note")
def post_note(*, progress: jobs.Progress, note: int) -> None:
    """``note``: its number. Run twice, the second one finds nothing left to send."""
    subscriptions.post_note(note=MonthNote.everything.select_related("destination").get(pk=note), now=timezone.now())


@db_periodic_task(crontab(hour="3", minute="50"))
def every_night() -> None:
    """Addresses that never confirmed, or that nothing is written to any more, are forgotten."""
    subscriptions.forget(now=timezone.now())
