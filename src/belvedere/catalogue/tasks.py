"""Jobs of the room."""

from pathlib import Path

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.kit import jobs
from belvedere.people.models import Account

from .actions import index, sessions
from .imports import datatourisme, pictures
from .models import Source


@jobs.job("catalogue.import_feed")
def import_feed(*, progress: jobs.Progress, feed: str, source: int, by: int | None = None) -> None:
    """``feed``: path on the server; ``source``, ``by``: numbers. Run twice, the second one finds nothing to change."""
    datatourisme.import_feed(
        path=Path(feed),
        source=Source.everything.get(pk=source),
        by=Account.objects.filter(pk=by).first(),
        now=timezone.now(),
        progress=progress,
    )


@jobs.job("catalogue.refresh_sessions")
def refresh_sessions(*, progress: jobs.Progress) -> None:
    sessions.refresh_sessions(now=timezone.now(), progress=progress)


@jobs.job("catalogue.copy_pictures")
def copy_pictures(*, progress: jobs.Progress, limit: int = 2000) -> None:
    pictures.copy_pictures(on=timezone.localdate(), limit=limit, progress=progress)


@jobs.job("catalogue.reindex")
def reindex(*, progress: jobs.Progress, ids: list[int] | None) -> None:
    """``ids``: the offers to write again, None for all of them."""
    if ids is None:
        index.rebuild(report=progress)
    else:
        index.refresh(ids, report=progress)


@db_periodic_task(crontab(hour="3", minute="10"))
def every_night() -> None:
    """The horizon of the agenda moves on by a day; pictures that came or may now be shown are copied."""
    jobs.enqueue("catalogue.refresh_sessions", now=timezone.now())
    jobs.enqueue("catalogue.copy_pictures", now=timezone.now())
