"""Everything that can be told of a file's loyalty and value, and in words what cannot."""

from collections.abc import Mapping, Sequence

import numpy as np

from . import coming, spending
from .checking import calibrate
from .costs import cost_ratio
from .history import History, Visits, history_at, visits_of
from .shares import repeat_of
from .types import Acts, Answer, CostLine, Each, Floats, Mask, Settings, Worth
from .worth import Model, bare, cells_of, worth_of

#: Below these, no visit is foretold: people, people who came again, days watched.
PEOPLE, AGAIN, SPAN = 60, 15, 180
#: Below these, no value: people whose spending is known, people for whom it is known twice.
SPENDERS, TWICE = 30, 10
#: Correlation between visits and spend from which the value is doubtful.
TIED = 0.3
EVERYBODY = "ensemble"


def study(
    acts: Acts,
    settings: Settings,
    *,
    costs: Sequence[CostLine] = (),
    groups: Mapping[str, frozenset[int]] | None = None,
    people: int | None = None,
) -> Answer:
    """``groups``: numbers of the people of each. Acts after the last day observed are not read."""
    kept = acts.day <= settings.today
    visits = visits_of(Acts(acts.person[kept], acts.day[kept], acts.amount[kept]), settings.stay, people)
    history = history_at(visits, settings.today)
    masks = {EVERYBODY: np.ones(len(history.who), dtype=np.bool_)} | {
        name: np.isin(history.who, np.fromiter(who, dtype=np.int64, count=len(who)))
        for name, who in (groups or {}).items()
    }
    missing = _lacking_visits(history)
    model = None if missing else _model(history, settings)
    missing += _lacking_spend(history)
    checked = calibrate(visits, settings) if model is not None else None
    if isinstance(checked, str):
        missing.append(checked)
    told, each, expected = _worth(model, history, masks, settings)
    return Answer(
        settings=settings,
        people=len(history.who),
        visits=len(visits.person),
        repeat=repeat_of(visits, settings.today, settings.level),
        cells=cells_of(history, expected),
        everybody=told[0] if len(history.who) else None,
        groups=tuple(told[1:]),
        calibration=None if checked is None or isinstance(checked, str) else checked,
        costs=cost_ratio(visits, costs, settings),
        missing=tuple(missing),
        notes=tuple(_notes(history, visits)),
        parameters=_parameters(model),
        each=each,
    )


def _model(history: History, settings: Settings) -> Model:
    found, _draws = coming.fit(history, draws=settings.draws, seed=settings.seed)
    spent = None
    if not _lacking_spend(history):
        spent = spending.fit(history, draws=settings.draws, seed=settings.seed + 3)
    return Model(found, spent)


def _worth(
    model: Model | None, history: History, masks: Mapping[str, Mask], settings: Settings
) -> tuple[list[Worth], Each | None, Floats | None]:
    if model is None:
        return [bare(name, mask, history, settings.level) for name, mask in masks.items()], None, None
    return worth_of(model, history, masks, settings)


def _lacking_visits(history: History) -> list[str]:
    again, span = int((history.again > 0).sum()), int(history.age.max(initial=0))
    found = []
    if len(history.who) < PEOPLE:
        found.append(f"{len(history.who)} personne(s) venue(s), il en faut {PEOPLE}")
    if again < AGAIN:
        found.append(f"{again} personne(s) revenue(s), il en faut {AGAIN}")
    if span < SPAN:
        found.append(f"{span} jours d’observation, il en faut {SPAN}")
    return found


def _lacking_spend(history: History) -> list[str]:
    told = (history.spent > 0) & (np.nan_to_num(history.spend) > 0)
    once, twice = int(told.sum()), int((told & (history.spent > 1)).sum())
    found = []
    if once < SPENDERS:
        found.append(f"{once} personne(s) dont une dépense est connue, il en faut {SPENDERS} pour dire une valeur")
    elif twice < TWICE:
        found.append(f"{twice} personne(s) dont deux dépenses sont connues, il en faut {TWICE} pour dire une valeur")
    return found


def _notes(history: History, visits: Visits) -> list[str]:
    told = (history.spent > 1) & (np.nan_to_num(history.spend) > 0)
    found = []
    if told.sum() >= SPENDERS:
        tied = float(np.corrcoef(history.again[told], np.log(history.spend[told]))[0, 1])
        if abs(tied) >= TIED:
            found.append(
                f"qui vient souvent ne dépense pas comme les autres (corrélation {tied:+.2f})".replace(".", ",")
                + "\N{NO-BREAK SPACE}: la valeur est à lire avec prudence"
            )
    share = float(np.isfinite(visits.amount).mean()) if len(visits.amount) else 0.0
    if 0 < share < 1:
        percent = f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
        found.append(
            f"une dépense est connue pour {percent} des visites\N{NO-BREAK SPACE}: les autres sont supposées semblables"
        )
    return found


def _parameters(model: Model | None) -> dict[str, float]:
    """Posterior medians, for whoever wants to compare with another tool (years, euros)."""
    if model is None:
        return {}
    one = model.coming
    found = {"r": one.shape, "alpha": one.scale, "a": one.leave, "b": one.stay}
    if model.spending is not None:
        found |= {"p": model.spending.even, "q": model.spending.alike, "gamma": model.spending.level}
    return {name: float(np.median(values)) for name, values in found.items()}
