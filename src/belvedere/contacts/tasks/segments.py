"""Segments kept current: by what happens, by the passing of time, never by a nightly round."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.contacts.actions import members, ready_segments
from belvedere.contacts.models import Segment
from belvedere.contacts.queries import segments as reads
from belvedere.kit import jobs


@jobs.job(members.JOB)
def revise(*, progress: jobs.Progress) -> None:
    """Whoever changed. Run twice, the second one finds nobody."""
    members.revise_due(now=timezone.now())


@jobs.job("contacts.fill_segments")
def fill(*, progress: jobs.Progress, segments: list[int]) -> None:
    """``segments``: numbers, of one destination. Run twice, it writes the same."""
    wanted = list(Segment.everything.select_related("destination").filter(pk__in=segments))
    if wanted:
        members.fill_segments(segments=wanted, now=timezone.now(), progress=progress)


@db_periodic_task(crontab(minute="*/5"))
def every_five_minutes() -> None:
    """Periods begin and end; a file that opens gets the segments given with the house."""
    now = timezone.now()
    members.revise_due(now=now)
    for destination in reads.files_with_a_clock():
        members.let_time_pass(destination=destination, now=now)
    for destination in reads.files_without_segments():
        ready_segments.provide_segments(destination=destination, now=now)
