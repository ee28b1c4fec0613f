"""Jobs of the public site."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.kit import jobs

from . import actions


@jobs.job("site.forget_old_notebooks")
def forget_old_notebooks(*, progress: jobs.Progress) -> None:
    done = actions.forget_old_notebooks(now=timezone.now())
    progress(done, done)


@db_periodic_task(crontab(hour="4", minute="20"))
def every_night() -> None:
    jobs.enqueue("site.forget_old_notebooks", now=timezone.now())
