"""Jobs of the room."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.kit import jobs
from belvedere.territories.models import Destination

from .actions import figures
from .models import DeskRequest


@jobs.job("desk.push_contacts")
def push_contacts(*, progress: jobs.Progress, destination: int) -> None:
    """``destination``: its number. Run twice, the second one finds nothing new."""
    figures.push_contacts(destination=Destination.everything.get(pk=destination), now=timezone.now())


@db_periodic_task(crontab(hour="4", minute="40"))
def every_night() -> None:
    """The contacts of the day join the observatory."""
    for pk in DeskRequest.everything.order_by().values_list("destination", flat=True).distinct():
        jobs.enqueue("desk.push_contacts", now=timezone.now(), destination=pk)
