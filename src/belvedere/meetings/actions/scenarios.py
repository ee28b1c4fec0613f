"""Other ways of cutting the day, solved behind the pages on the wishes of the moment, and the choice of one."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.engines import meetings as engine
from belvedere.kit import jobs, journal
from belvedere.meetings import access, validators
from belvedere.meetings.enums import EditionStatus
from belvedere.meetings.models import RHYTHM, Edition, PlanVersion, Scenario
from belvedere.meetings.queries import day as reads

from .presences import move_presences

SCENARIOS_MAX = 8
SHORTEST = 5

Say = Callable[[str], None]


class Refused(Exception):
    """The scenario cannot be kept or chosen so; the message says why and what to do."""


@transaction.atomic
def add_scenario(*, scenario: Scenario, by: Any, now: datetime) -> Scenario:
    """Keeps a scenario and has it solved behind the pages."""
    edition = scenario.edition
    _may_run(edition, by)
    if Scenario.everything.filter(edition=edition).count() >= SCENARIOS_MAX:
        raise Refused(_("Huit scénarios au plus\N{NO-BREAK SPACE}: retirez-en un d’abord."))
    scenario.asked_at = now
    try:
        validators.check_waves(scenario.lunch_waves)
        validators.check_waves(scenario.breaks)
        scenario.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    scenario.save()
    journal.record("add_scenario", scenario, by=by, now=now)
    _ask(scenario, now)
    return scenario


@transaction.atomic
def propose_scenarios(*, edition: Edition, by: Any, now: datetime) -> list[Scenario]:
    """The day as it is set, one with shorter meetings, one with larger tables: those that are not there yet."""
    _may_run(edition, by)
    own = {name: getattr(edition, name) for name in RHYTHM}
    shorter = max(SHORTEST, edition.slot_minutes - 5)
    ideas = {
        _("Réglage actuel"): {},
        _("Rencontres de %s min") % shorter: {"slot_minutes": shorter},
        _("Tables de %s") % (edition.group_size + 1): {"group_size": edition.group_size + 1},
    }
    known = set(Scenario.everything.filter(edition=edition).values_list("name", flat=True))
    made = [Scenario(edition=edition, name=name, **own | change) for name, change in ideas.items() if name not in known]
    return [add_scenario(scenario=one, by=by, now=now) for one in made]


@transaction.atomic
def ask_again(*, edition: Edition, by: Any, now: datetime) -> None:
    """Solves every scenario again, on the wishes of now."""
    _may_run(edition, by)
    for scenario in Scenario.everything.filter(edition=edition):
        _ask(scenario, now)
    journal.record("ask_scenarios", edition, by=by, now=now)


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: Any, now: datetime) -> None:
    _may_run(scenario.edition, by)
    journal.record("remove_scenario", scenario, by=by, now=now)
    scenario.delete()


def solve_scenario(
    *, scenario: Scenario, now: datetime, seed: int = 0, budget: float = 3.0, progress: Say | None = None
) -> Scenario:
    """Works out what the day would give, kept as figures. ``budget`` as in ``plans.solve_edition``."""
    edition, trial = scenario.edition, scenario.trial()
    day = reads.day_of(trial, written=edition)
    scenario.outcome, scenario.refusal, scenario.digest = {}, "", reads.digest_of(reads.day_of(edition))
    if not day.pairs:
        scenario.refusal = _("Aucun souhait n’a été placé\N{NO-BREAK SPACE}: il n’y a rien à planifier.")
    else:
        try:
            plan = engine.solve(
                day, objective=scenario.aim, seed=seed, budget=budget, progress=progress or (lambda _sentence: None)
            )
        except engine.MeetingsError as fault:
            scenario.refusal = str(fault)[:400]
        else:
            scenario.outcome = _outcome(trial, day, plan)
    with transaction.atomic():
        scenario.save(update_fields=["outcome", "refusal", "digest"])
        journal.record("solve_scenario", scenario, by=None, now=now)
    return scenario


def _outcome(trial: Edition, day: engine.Day, plan: engine.Plan) -> dict[str, Any]:
    found = engine.figures(day, plan.meetings, plan.lunch)
    last = trial.first_minute + found.last * trial.step + trial.slot_minutes if found.last >= 0 else trial.first_minute
    return asdict(found) | {
        "status": plan.status,
        "bound": plan.bound,
        "gap": plan.gap,
        "slots": trial.slots,
        "waiting": found.holes * trial.step,
        "people": len({name for one in plan.meetings for name in (one.a, one.b)}),
        "ends": last,
    }


@transaction.atomic
def choose_scenario(*, scenario: Scenario, by: Any, now: datetime) -> Edition:
    """Its settings become the edition's; presences keep their hours, drafts of the plan give way to a new one.

    Raises Refused once a plan has been published: its hours are announced.
    """
    edition = Edition.everything.select_for_update().get(pk=scenario.edition_id)
    _may_run(edition, by)
    drafts = PlanVersion.everything.filter(edition=edition)
    if drafts.exclude(published_at=None).exists():
        raise Refused(_("Un plan est déjà publié\N{NO-BREAK SPACE}: ses horaires sont annoncés."))
    before = Edition.everything.get(pk=edition.pk)
    for name in RHYTHM:
        setattr(edition, name, getattr(scenario, name))
    edition.save(update_fields=RHYTHM)
    move_presences(before=before, after=edition)
    gone, _details = drafts.delete()
    journal.record("choose_scenario", edition, by=by, now=now, scenario=scenario.name, drafts=gone)
    if edition.status in (EditionStatus.CLOSED, EditionStatus.PLANNED):
        edition.status = EditionStatus.CLOSED
        edition.save(update_fields=["status"])
        jobs.enqueue("meetings.plan", now=now, edition=edition.pk, by=by.pk if by else None)
    return edition


def _ask(scenario: Scenario, now: datetime) -> None:
    scenario.job = jobs.enqueue("meetings.scenario", now=now, scenario=scenario.pk)
    scenario.outcome, scenario.refusal = {}, ""
    scenario.save(update_fields=["job", "outcome", "refusal"])


def _may_run(edition: Edition, by: Any) -> None:
    if by is not None and not access.can_run(by, edition):
        raise Refused(_("Cette édition n’est pas de votre ressort."))
