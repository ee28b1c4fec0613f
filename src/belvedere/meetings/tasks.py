"""Jobs of the room."""

from django.utils import timezone

from belvedere.kit import jobs
from belvedere.people.models import Account

from .actions import plans, scenarios
from .models import Edition, Scenario


@jobs.job("meetings.plan")
def plan(*, progress: jobs.Progress, edition: int, by: int | None = None) -> None:
    """``edition``, ``by``: numbers. Run twice, it leaves two versions of the same plan."""
    wanted, author = Edition.everything.get(pk=edition), Account.everything.filter(pk=by).first()
    plans.solve_edition(
        edition=wanted, by=author, now=timezone.now(), progress=lambda sentence: progress(0, 0, sentence)
    )


@jobs.job("meetings.capacity")
def capacity(*, progress: jobs.Progress, edition: int, by: int | None = None) -> None:
    """``edition``, ``by``: numbers."""
    wanted, author = Edition.everything.get(pk=edition), Account.everything.filter(pk=by).first()
    plans.weigh_capacity(edition=wanted, by=author, now=timezone.now())


@jobs.job("meetings.scenario")
def scenario(*, progress: jobs.Progress, scenario: int) -> None:
    """``scenario``: its number; nothing to do once it has been removed."""
    wanted = Scenario.everything.select_related("edition").filter(pk=scenario).first()
    if wanted is not None:
        scenarios.solve_scenario(
            scenario=wanted, now=timezone.now(), progress=lambda sentence: progress(0, 0, sentence)
        )
