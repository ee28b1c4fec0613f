"""Jobs of the room."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.contacts.queries import survey_results
from belvedere.kit import jobs
from belvedere.territories.models import Destination

from .actions import satisfaction, spending, subscriptions
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


@jobs.job("cockpit.push_satisfaction")
def push_satisfaction(*, progress: jobs.Progress, destination: int) -> None:
    """``destination``: its number. Run twice, the second one finds nothing new."""
    satisfaction.push_satisfaction(destination=Destination.everything.get(pk=destination), now=timezone.now())


@db_periodic_task(crontab(hour="4", minute="50"))
def push_the_day() -> None:
    """What visitors answered in the day joins the observatory."""
    for number in survey_results.destinations_heard():
        jobs.enqueue("cockpit.push_satisfaction", now=timezone.now(), destination=number)


@db_periodic_task(crontab(hour="4", minute="10"))
def tell_spending() -> None:
    """What campaigns cost reaches the file of contacts, before the month's reckoning of its value."""
    for destination in Destination.everything.all():
        spending.tell_spending(destination=destination, now=timezone.now())
