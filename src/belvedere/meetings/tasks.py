"""Jobs of the room."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from belvedere.kit import jobs
from belvedere.people.models import Account
from belvedere.territories.models import Destination

from .actions import after, editions, figures, notices, plans, repairs, scenarios, sheets, signups, telling
from .imports import participants as imports
from .models import Edition, ParticipantSheet, PlanVersion, Repair, Scenario, SignUp


@jobs.job("meetings.plan")
def plan(*, progress: jobs.Progress, edition: int, by: int | None = None) -> None:
    """``edition``, ``by``: numbers. Run twice, it leaves two versions of the same plan."""
    wanted, author = Edition.everything.get(pk=edition), Account.everything.filter(pk=by).first()
    plans.solve_edition(
        edition=wanted, by=author, now=timezone.now(), progress=lambda sentence: progress(0, 0, sentence)
    )


@jobs.job(sheets.JOB)
def import_sheet(*, progress: jobs.Progress, sheet: int, by: int | None = None) -> None:
    """``sheet``, ``by``: numbers; nothing to do once its lines are in."""
    wanted = ParticipantSheet.everything.select_related("edition").filter(pk=sheet, brought_at=None).first()
    if wanted is not None:
        author = Account.everything.filter(pk=by).first()
        imports.import_sheet(sheet=wanted, by=author, now=timezone.now())


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


@jobs.job("meetings.price_repair")
def price_repair(*, progress: jobs.Progress, plan: int) -> None:
    """``plan``: number of the version proposed; nothing to do once it has been dropped."""
    rows = Repair.everything.filter(plan=plan, dropped_at=None).select_related("plan__edition", "plan__repairs")
    kept = rows.first()
    if kept is not None:
        repairs.price_repair(repair=kept, by=None, now=timezone.now())


@jobs.job("meetings.tell_changes")
def tell_changes(*, progress: jobs.Progress, plan: int) -> None:
    """``plan``: number of the version just published. Run twice, it mails twice."""
    version = PlanVersion.everything.select_related("edition__destination").get(pk=plan)
    telling.tell_changes(plan=version)


@jobs.job("meetings.post")
def post(*, progress: jobs.Progress, edition: int) -> None:
    """``edition``: its number. Run twice, the second one finds nothing left to send."""
    wanted = Edition.everything.select_related("destination").get(pk=edition)
    notices.post_notices(edition=wanted, now=timezone.now(), report=progress)


@jobs.job("meetings.tell_sign_up")
def tell_sign_up(*, progress: jobs.Progress, signup: int) -> None:
    """``signup``: its number. Run twice, the second one writes to nobody."""
    wanted = SignUp.everything.select_related("edition__destination").get(pk=signup)
    signups.tell_sign_up(signup=wanted, now=timezone.now())


@jobs.job("meetings.push_figures")
def push_figures(*, progress: jobs.Progress, destination: int) -> None:
    """``destination``: its number. Run twice, the second one finds nothing new."""
    figures.push_editions(destination=Destination.everything.get(pk=destination), now=timezone.now())


@db_periodic_task(crontab(minute="*/5"))
def every_five_minutes() -> None:
    """Wishes close by themselves when their date has come."""
    editions.close_due(now=timezone.now())


@db_periodic_task(crontab(minute="20"))
def every_hour() -> None:
    """Reminders leave when their day has come."""
    notices.plan_reminders(now=timezone.now())


@db_periodic_task(crontab(hour="7", minute="10"))
def every_morning() -> None:
    """Whoever promised to call somebody back today is reminded of it."""
    now = timezone.now()
    after.remind_follow_ups(today=timezone.localdate(now), now=now)
