"""Jobs about persons: letters of confirmation and of warning, files brought in, duplicates, the nightly round."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.contacts.actions import duplicates, files, preferences, retention, sign_up
from belvedere.contacts.imports import files as imports
from belvedere.contacts.models import ContactFile, OptIn, Person
from belvedere.kit import jobs
from belvedere.people.models import Account
from belvedere.territories.models import Destination


@jobs.job(files.JOB)
def bring_file(*, progress: jobs.Progress, file: int, by: int | None = None) -> None:
    """``file``, ``by``: numbers. Run again after a kill, it goes on; once all is in, it does nothing."""
    row = ContactFile.everything.select_related("destination").filter(pk=file, brought_at=None).first()
    if row is not None:
        author = Account.everything.filter(pk=by).first()
        imports.bring_file(file=row, by=author, now=timezone.now(), report=progress)


@jobs.job("contacts.confirm_letter")
def confirm_letter(*, progress: jobs.Progress, optin: int) -> None:
    """``optin``: its number; nothing to do once it is confirmed or forgotten."""
    wanted = OptIn.everything.select_related("destination").filter(pk=optin).first()
    if wanted is not None:
        sign_up.send_confirmation(optin=wanted)


@jobs.job("contacts.page_letter")
def page_letter(*, progress: jobs.Progress, person: int) -> None:
    """``person``: her number. Run twice, it is the same letter twice."""
    wanted = Person.everything.present().select_related("destination").filter(pk=person).exclude(email="").first()
    if wanted is not None:
        preferences.send_page(person=wanted)


@jobs.job("contacts.warn")
def warn(*, progress: jobs.Progress, people: list[int]) -> None:
    """``people``: numbers. Run twice, the second one finds everybody told."""
    for rank, person in enumerate(Person.everything.select_related("destination").filter(pk__in=people), 1):
        retention.warn_person(person=person, now=timezone.now())
        progress(rank, len(people))


@jobs.job("contacts.find_duplicates")
def find_duplicates(*, progress: jobs.Progress, destination: int, people: list[int] | None = None) -> None:
    """``destination``: its number; ``people``: those just brought in, or everybody."""
    duplicates.queue_duplicates(destination=Destination.everything.get(pk=destination), ids=people)


@db_periodic_task(crontab(hour="3", minute="40"))
def every_night() -> None:
    """Who has been silent for three years is warned, then erased; resemblances are looked for."""
    now = timezone.now()
    retention.make_round(by=None, now=now)
    held = Person.everything.present().values("destination").distinct()
    for number in Destination.everything.filter(pk__in=held).values_list("pk", flat=True):
        jobs.enqueue("contacts.find_duplicates", now=now, destination=number)
