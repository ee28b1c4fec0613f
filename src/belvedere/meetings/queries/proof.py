"""Why a plan may be trusted, in words: each objective with its bound, the recount, and two usual ways beside it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from belvedere.engines import meetings as engine
from belvedere.meetings.models import PlanVersion

from . import day as days

EXACT = 1e-9


@dataclass(frozen=True)
class Step:
    """One objective: what was reached, and what no plan can pass once the steps above are as they are."""

    label: str
    value: str
    verdict: str
    proved: bool


@dataclass(frozen=True)
class Way:
    """One way of filling the same day; ``share`` is its value against this plan's."""

    label: str
    served: str
    least: int
    tenth: str
    value: str
    share: str
    waiting: str


@dataclass(frozen=True)
class Proof:
    """``recounted`` is the bound added up again from the prices, empty when the plan carries none."""

    steps: tuple[Step, ...]
    ways: tuple[Way, ...]
    recounted: str


def proof_of(plan: PlanVersion) -> Proof:
    """One query."""
    rows = PlanVersion.everything.filter(pk=plan.pk).values_list(F("certificate__recounted"), flat=True)
    recounted = rows.first()
    ours = plan.compared.get("ours", {})
    return Proof(
        steps=tuple(_step(level) for level in plan.levels),
        ways=tuple(_way(label, plan.compared[key], ours) for key, label in _ways() if key in plan.compared),
        recounted="" if recounted is None else floatformat(recounted, "-1g"),
    )


def _step(level: dict[str, Any]) -> Step:
    value, bound = floatformat(level["value"], "-1g"), floatformat(level["bound"], "-1g")
    proved, fewest = level["gap"] <= EXACT, level["name"].startswith(("holes", "moves", "everyone_", "share_"))
    if proved and fewest:
        verdict = _("on ne peut pas faire moins, c’est prouvé")
    elif proved:
        verdict = _("on ne peut pas faire plus, c’est prouvé")
    elif level["name"] in ("holes", "moves"):
        verdict = _("aucun ordre de ces rencontres ne descend sous %s") % bound
    elif fewest:
        verdict = _("aucun plan ne descend sous %s") % bound
    else:
        verdict = _("aucun plan ne dépasse %s") % bound
    return Step(_label(level["name"]), value, verdict, proved)


def _label(name: str) -> str:
    start, _underscore, number = name.rpartition("_")
    numbered = {
        "everyone": _("Rencontres qui manquent pour que chacun en ait %s"),
        "share": _("Rencontres qui manquent pour que chacun ait %s\N{NO-BREAK SPACE}%% de ses souhaits"),
        "at_least": _("Participants qui ont au moins %s rencontres"),
    }
    if start in numbered:
        return numbered[start] % number
    return {
        "served": _("Participants qui ont au moins une rencontre"),
        "value": _("Valeur des souhaits"),
        "holes": _("Créneaux d’attente entre deux rencontres"),
        "moves": _("Changements de salle"),
    }.get(name, name)


def _ways() -> list[tuple[str, str]]:
    return [
        ("ours", _("Ce plan")),
        ("score", _("Les meilleurs souhaits d’abord")),
        ("given", _("Premier arrivé, premier servi")),
    ]


def _way(label: str, found: dict[str, Any], ours: dict[str, Any]) -> Way:
    share = 100 * found["value"] / ours["value"] if ours.get("value") else 100.0
    return Way(
        label=label,
        served=_("%(served)s sur %(all)s")
        % {"served": floatformat(found["served"], "g"), "all": floatformat(found["sellers"], "g")},
        least=found["least"],
        tenth=floatformat(found["tenth"], "-1"),
        value=floatformat(found["value"], "-1g"),
        share=f"{floatformat(share, '-1')}\N{NO-BREAK SPACE}%",
        waiting=floatformat(found["holes"], "g"),
    )


def day_form(day: engine.Day) -> dict[str, Any]:
    """The day as the engine's command reads it, to be checked elsewhere."""
    form = asdict(day)
    form["tables_lost"] = [{"slots": [t], "count": count} for t, count in day.tables_lost.items()]
    return {key: value for key, value in form.items() if value is not None}


def plan_form(plan: PlanVersion, day: engine.Day) -> dict[str, Any]:
    """The plan with its certificate, as the engine's ``--check`` reads it."""
    form = days.plan_form(day, plan, days.meetings_of(plan))
    return form | ({"certificate": plan.certificate} if plan.certificate else {})
