"""Which units may stand for the target: proposed, checked, and left aside with a reason."""

from __future__ import annotations

import numpy as np

from belvedere.engines.impact.prepare import MAD_TO_SD
from belvedere.engines.impact.types import Context, Control, Floats, Panel, Window
from belvedere.engines.impact.words import FIXED, percent

MAX_MISSING = 0.2
CONTAMINATED = 5.0
SHARE_CONTAMINATED = 1 / 3


def screen_controls(panel: Panel, event: Window, context: Context, left: Floats) -> tuple[Control, ...]:
    """Every unit but the target, judged. `left` (n, units): departures from calendar and common movement."""
    inside = (panel.dates >= event.start) & (panel.dates <= event.end)
    shift = window_shifts(left, inside)
    target = left[:, panel.column(event.unit)]
    out = []
    for k, unit in enumerate(panel.units):
        if unit == event.unit:
            continue
        reason = _fault(panel, unit, context) or _touched(unit, shift[k], event, context)
        out.append(Control(unit, _likeness(target, left[:, k], inside), not reason, reason))
    return tuple(out)


def window_shifts(left: Floats, inside: np.ndarray) -> Floats:
    """Mean departure of each unit over the window, in robust deviations of its means over windows as long."""
    days = int(inside.sum())
    first = int(np.argmax(inside))
    sums = np.vstack([np.zeros((1, left.shape[1])), np.cumsum(left, axis=0)])
    means = (sums[days:] - sums[:-days]) / days
    middle = np.median(means, axis=0)
    spread = MAD_TO_SD * np.median(np.abs(means - middle), axis=0) + 1e-9
    return np.asarray((means[first] - middle) / spread)


def _fault(panel: Panel, unit: str, context: Context) -> str:
    if unit in context.neighbours:
        return "voisine déclarée : sert à mesurer le débordement"
    if context.controls is not None and unit not in context.controls:
        return "hors de la liste choisie"
    series = panel.values[:, panel.column(unit)]
    missing = float(np.isnan(series).mean())
    if missing > MAX_MISSING:
        return f"{percent(missing)} de jours manquants"
    if not np.nansum(series) or np.nanstd(series) == 0:
        return "série vide ou constante"
    return ""


def _touched(unit: str, shift: float, event: Window, context: Context) -> str:
    if any(e.unit == unit and e.start <= event.end and e.end >= event.start for e in context.events):
        return "événement déclaré ces jours-là dans cette zone"
    if abs(shift) > CONTAMINATED:
        kind = "hausse" if shift > 0 else "baisse"
        return f"{kind} anormale pendant l’événement ({abs(shift):.0f} écarts types){FIXED}: touchée elle aussi"
    return ""


def _likeness(target: Floats, other: Floats, inside: np.ndarray) -> float:
    """Correlation of 7-day means outside the window."""
    keep = ~inside
    n = int(keep.sum()) // 7 * 7
    if n < 21:
        return 0.0
    pair = [series[keep][:n].reshape(-1, 7).mean(axis=1) for series in (target, other)]
    if min(part.std() for part in pair) == 0:
        return 0.0
    return float(np.corrcoef(pair[0], pair[1])[0, 1])
