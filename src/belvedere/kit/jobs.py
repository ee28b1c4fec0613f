"""Work behind the pages: enqueued by name in the transaction, run once, resumed when a worker is killed.

A room declares ``@jobs.job("catalogue.reindex")`` in its ``tasks.py``; anyone enqueues it by that name. The row in the
main database is the truth; huey only carries its number, after the commit. The janitor hands out again what waits
without a carrier or runs without a sign of life, so jobs must bear being run twice.
"""

import importlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .models import Job, JobStatus

SILENCE = timedelta(minutes=5)
ATTEMPTS = 3

_jobs: dict[str, Callable[..., None]] = {}


class UnknownJob(LookupError):
    """No room declares a job of that name."""


class Progress:
    """What a job tells while it runs; each call is also its sign of life. Writes at most once a second."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._written = timezone.now()

    def __call__(self, done: int, total: int, sentence: str = "") -> None:
        now = timezone.now()
        if now - self._written < timedelta(seconds=1) and done < total:
            return
        self._written = now
        Job.objects.filter(pk=self._job.pk).update(done=done, total=total, sentence=sentence, heartbeat_at=now)


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declares a job; its function receives ``progress`` and the arguments it was enqueued with."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _jobs[name] = function
        return function

    return register


def find(name: str) -> Callable[..., None]:
    """The function behind a name: the part before the dot is the room. Raises UnknownJob."""
    if name not in _jobs:
        importlib.import_module(f"belvedere.{name.partition('.')[0]}.tasks")
    try:
        return _jobs[name]
    except KeyError:
        raise UnknownJob(f"No job is called {name!r}.") from None


def enqueue(name: str, *, now: datetime, **arguments: Any) -> Job:
    """Adds a job to the transaction under way; the worker gets it after the commit."""
    row = Job.objects.create(name=name, arguments=arguments, enqueued_at=now)
    transaction.on_commit(lambda: _hand_over(row.pk))
    return row


def _hand_over(number: int) -> None:
    tasks = importlib.import_module("belvedere.kit.tasks")
    tasks.run_job.enqueue(number)


def run(number: int) -> None:
    """Claims and runs a job; does nothing when another worker has it or it is over."""
    now = timezone.now()
    free = Q(status=JobStatus.WAITING) | Q(status=JobStatus.RUNNING, heartbeat_at__lt=now - SILENCE)
    claimed = Job.objects.filter(free, pk=number).update(
        status=JobStatus.RUNNING, heartbeat_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    row = Job.objects.get(pk=number)
    try:
        find(row.name)(progress=Progress(row), **row.arguments)
    except Exception as error:
        _finish(row, JobStatus.FAILED, f"{type(error).__name__}: {error}")
        raise
    _finish(row, JobStatus.DONE, "")


def _finish(row: Job, status: str, sentence: str) -> None:
    now = timezone.now()
    changes: dict[str, Any] = {"status": status, "finished_at": now, "heartbeat_at": now}
    if sentence:
        changes["sentence"] = sentence
    Job.objects.filter(pk=row.pk).update(**changes)


def sweep(now: datetime) -> int:
    """The janitor: hands out again what a killed worker left, gives up after three attempts. Returns how many."""
    lost = Job.objects.filter(
        Q(status=JobStatus.RUNNING, heartbeat_at__lt=now - SILENCE)
        | Q(status=JobStatus.WAITING, enqueued_at__lt=now - SILENCE)
    )
    lost.filter(attempts__gte=ATTEMPTS).update(status=JobStatus.FAILED, finished_at=now)
    numbers = list(lost.filter(attempts__lt=ATTEMPTS).values_list("pk", flat=True))
    for number in numbers:
        _hand_over(number)
    return len(numbers)
