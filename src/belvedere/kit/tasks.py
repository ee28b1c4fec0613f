"""What huey carries: a job's number, and the janitor's round."""

from django.utils import timezone
from django_tasks import task
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from . import jobs


@task()
def run_job(number: int) -> None:
    jobs.run(number)


@db_periodic_task(crontab(minute="*/2"))
def janitor() -> None:
    jobs.sweep(timezone.now())
