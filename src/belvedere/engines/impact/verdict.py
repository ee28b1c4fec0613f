"""When the engine refuses, what it concludes, and the French sentences that say why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from belvedere.engines.impact import calendar, conformal
from belvedere.engines.impact.controls import SHARE_CONTAMINATED
from belvedere.engines.impact.study import Study, Tuned, positions
from belvedere.engines.impact.types import Effect, Estimate, Verdict
from belvedere.engines.impact.words import FIXED, day, percent, whole

MIN_PLACEBOS = 40
MIN_DAYS = 26 * 7
MIN_CONTROLS = 5
MAX_MISSING = 0.2
HOPELESS = 0.6
NEAR_BREAK = 3


def refusals(study: Study, starts: np.ndarray) -> tuple[str, ...]:
    """Every reason why this design cannot answer; empty when it can."""
    checks = (_history(study), _missing(study), _overlap(study), _break(study), *_controls(study))
    found = tuple(reason for reason in checks if reason)
    return found or _count(conformal.effective_count(conformal.season_weights(starts - float(study.first))))


def too_few_placebos(tuned: Tuned) -> tuple[str, ...]:
    """The same count once the windows too near the end were dropped."""
    return _count(conformal.effective_count(tuned.weights))


def _count(effective: float) -> tuple[str, ...]:
    if effective >= MIN_PLACEBOS:
        return ()
    return (
        f"Trop peu de périodes calmes comparables{FIXED}: {effective:.0f} au lieu de {MIN_PLACEBOS}{FIXED}; "
        "il faut un historique plus long ou une fenêtre plus courte.",
    )


def _history(study: Study) -> str:
    days = int((study.weight > 0).sum())
    if days >= MIN_DAYS:
        return ""
    return f"Historique trop court{FIXED}: {days // 7} semaines utilisables hors événement, il en faut 26 au moins."


def _missing(study: Study) -> str:
    counted = study.panel.values[:, study.panel.column(study.event.unit)]
    here = positions(study.panel, study.event)
    for share, where in (
        (float(np.isnan(counted[here.start : here.stop]).mean()), "pendant l’événement"),
        (float(np.isnan(counted).mean()), "dans la série"),
    ):
        if share > MAX_MISSING:
            return f"{percent(share)} de jours manquants {where}{FIXED}: au-delà de 20{FIXED}%, pas de conclusion."
    return ""


def _overlap(study: Study) -> str:
    event = study.event
    for other in study.context.events:
        if other.unit == event.unit and other.start <= event.end and other.end >= event.start:
            return (
                f"Un autre événement ({day(other.start)} – {day(other.end)}) a lieu ces jours-là dans la même zone"
                f"{FIXED}: leurs effets ne peuvent pas être séparés."
            )
    return ""


def _break(study: Study) -> str:
    here = positions(study.panel, study.event)
    for when in study.steps.when:
        if here.start - NEAR_BREAK <= when < here.stop + NEAR_BREAK:
            return (
                f"Rupture de mesure vers le {day(study.panel.dates[when])}, pendant l’événement{FIXED}: "
                "un changement chez le fournisseur se confondrait avec l’effet."
            )
    return ""


def _controls(study: Study) -> tuple[str, ...]:
    used = sum(control.used for control in study.controls)
    touched = sum("touchée" in control.reason for control in study.controls)
    out = []
    if used < MIN_CONTROLS:
        out.append(f"Seulement {used} zones témoins utilisables, {MIN_CONTROLS} au moins sont nécessaires.")
    if touched and touched > SHARE_CONTAMINATED * (used + touched):
        out.append(
            f"{touched} zones témoins sur {used + touched} bougent anormalement pendant l’événement{FIXED}: "
            "elles ne disent plus ce qui se serait passé sans lui."
        )
    return tuple(out)


def conclude(study: Study, effect: Effect) -> Effect:
    """Verdict and reasons of an effect that has an estimate."""
    estimate = effect.estimate
    if estimate is None:
        return effect
    answer: Verdict
    if estimate.excludes_zero:
        answer, first = "effect", _effect_sentence(estimate)
    elif estimate.mde > HOPELESS:
        answer = "cannot tell"
        first = f"La série est trop agitée{FIXED}: seul un effet de plus de {percent(estimate.mde)} aurait pu se voir."
    else:
        answer = "no effect seen"
        first = (
            f"Aucun effet visible{FIXED}: l’écart mesuré ({percent(estimate.relative, signed=True)}) est de ceux que "
            f"l’on voit sans événement{FIXED}; seul un effet d’au moins {percent(estimate.mde)} aurait été visible."
        )
    return replace(effect, verdict=answer, reasons=(first, *_remarks(study, effect)))


def _effect_sentence(estimate: Estimate) -> str:
    low, high = estimate.relative95
    return (
        f"{'Hausse' if estimate.log > 0 else 'Baisse'} de {percent(abs(estimate.relative))} "
        f"(entre {percent(low, signed=True)} et {percent(high, signed=True)}), "
        f"soit {whole(estimate.total, signed=True)} "
        f"(entre {whole(estimate.total95[0], signed=True)} et {whole(estimate.total95[1], signed=True)})."
    )


def _remarks(study: Study, effect: Effect) -> tuple[str, ...]:
    out = _elsewhere(effect)
    if study.steps.when:
        when = ", ".join(day(study.panel.dates[t]) for t in study.steps.when)
        out.append(f"Rupture de mesure reconnue et corrigée{FIXED}: {when}.")
    if study.one_sided:
        out.append("Peu de jours suivent l’événement\u00a0; l’intervalle en tient compte et se resserrera.")
    if study.context.calendar is None and not calendar.school_calendar_known(study.panel.dates):
        out.append("Le calendrier scolaire de certaines années n’est pas publié\u00a0; ces vacances sont ignorées.")
    return tuple(out)


def _elsewhere(effect: Effect) -> list[str]:
    """What moved just before, just after and next door."""
    out = []
    for part, where in ((effect.before, "juste avant"), (effect.after, "juste après")):
        if part is not None and part.excludes_zero:
            out.append(f"Les {part.window.days} jours {where} montrent aussi un écart de {_signed(part)}.")
    for part in effect.spill_over:
        if part.excludes_zero:
            out.append(f"La zone voisine « {part.window.unit} » bouge en même temps{FIXED}: {_signed(part)}.")
    if effect.displaced:
        out.append(f"Environ {whole(effect.displaced)} visites semblent déplacées plutôt que gagnées.")
    if effect.carried_over:
        out.append(f"Environ {whole(effect.carried_over)} visites de plus sont venues juste avant ou juste après.")
    if effect.displaced and effect.net is not None:
        out.append(f"Jours voisins compris, le solde est de {_signed(effect.net)}.")
    return out


def _signed(part: Estimate) -> str:
    low, high = (percent(edge, signed=True) for edge in part.relative95)
    return f"{percent(part.relative, signed=True)} (entre {low} et {high})"
