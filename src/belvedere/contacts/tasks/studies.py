"""Jobs about image studies."""

from django.utils import timezone

from belvedere.contacts.actions import terrain
from belvedere.contacts.imports import studies as imports
from belvedere.contacts.models import Wave
from belvedere.kit import jobs
from belvedere.people.models import Account


@jobs.job(terrain.JOB)
def bring_answers(*, progress: jobs.Progress, wave: int, by: int | None = None) -> None:
    """``wave``, ``by``: numbers. Run again after a kill, it goes on; once all is in, it does nothing."""
    row = Wave.everything.select_related("study__destination").filter(pk=wave).exclude(content=None).first()
    if row is not None:
        author = Account.everything.filter(pk=by).first()
        imports.bring_file(wave=row, by=author, now=timezone.now(), report=progress)
