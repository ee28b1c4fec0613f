"""Weights that give a sample the known shares of its population, trait by trait (iterative proportional fitting).

Deming and Stephan (1940); Deville, Särndal and Sautory (1993) for the family of methods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .types import Bools, Floats, Margin, Raking, SurveyError

#: Rounds before giving up, and how near to the margins is near enough.
ROUNDS, NEAR = 500, 1e-9
#: Rounds of trimming and weighting again.
TRIMMINGS = 100
#: Shares that do not add up to 1 by more than this are a mistake, not a rounding.
ROUNDING = 0.006
#: Weights beyond these times the mean one are brought back, unless said otherwise.
TRIM = (0.2, 5.0)


def rake(
    rows: Sequence[Mapping[str, str]],
    margins: Sequence[Margin],
    *,
    trim: tuple[float, float] | None = TRIM,
    start: Floats | None = None,
) -> Raking:
    """Each row tells its cell of each margin. ``start``: weights before; zeros leave a row out. With ``trim`` a margin
    may stay a little off: ``gap`` says by how much. Raises SurveyError for an empty cell, a row out of every cell,
    shares that do not add up, margins that no weights can meet together."""
    cells, targets, bounds = _columns(rows, margins, start)
    weights = np.ones(len(rows)) if start is None else np.asarray(start, dtype=np.float64).copy()
    weights *= len(rows) / weights.sum()
    given = weights > 0
    weights, rounds = _fit(weights, cells, targets, bounds)
    if _gap(weights, cells, targets) > ROUNDING / 2:
        raise SurveyError(
            "Aucune pondération ne respecte toutes les marges à la fois\N{NO-BREAK SPACE}: des modalités se recouvrent "
            "trop dans l’échantillon. Regroupez-en."
        )
    trimmed = np.zeros(len(rows), dtype=np.bool_)
    if trim is not None:
        weights, trimmed = _trim(weights, given, trim, cells, targets, bounds)
    effect = design_effect(weights[given])
    left = _gap(weights, cells, targets)
    return Raking(weights, rounds, int(trimmed.sum()), left, effect, float(given.sum()) / effect, cells)


def design_effect(weights: Floats) -> float:
    """Kish's: 1 plus the squared coefficient of variation of the weights. At least 1."""
    return float(len(weights) * np.square(weights).sum() / np.square(weights.sum()))


def _columns(
    rows: Sequence[Mapping[str, str]], margins: Sequence[Margin], start: Floats | None
) -> tuple[Floats, Floats, list[slice]]:
    if not rows:
        raise SurveyError("Aucune réponse à pondérer.")
    if not margins:
        raise SurveyError("Aucune marge : indiquez au moins un caractère et ses parts dans la population.")
    present = np.ones(len(rows), dtype=np.bool_) if start is None else np.asarray(start) > 0
    blocks: list[Floats] = []
    targets: list[float] = []
    bounds: list[slice] = []
    at = 0
    for margin in margins:
        shares = _shares(margin)
        block = _block(rows, margin, list(shares))
        for rank, cell in enumerate(shares):
            if not block[present, rank].any():
                raise SurveyError(
                    f"{margin.name} : personne dans « {cell} » parmi les réponses. Regroupez cette modalité avec une "
                    "autre, ou complétez le terrain."
                )
        blocks.append(block)
        targets.extend(shares.values())
        bounds.append(slice(at, at + len(shares)))
        at += len(shares)
    return np.hstack(blocks), np.array(targets), bounds


def _shares(margin: Margin) -> dict[str, float]:
    """Scaled to 1 exactly."""
    if any(not share > 0 for share in margin.shares.values()):
        raise SurveyError(f"{margin.name} : une part est nulle ou négative ; retirez cette modalité ou corrigez-la.")
    total = sum(margin.shares.values())
    if not margin.shares or abs(total - 1) > ROUNDING:
        raise SurveyError(f"{margin.name} : les parts font {100 * total:.1f} % au lieu de 100 %.".replace(".", ",", 1))
    return {cell: share / total for cell, share in margin.shares.items()}


def _block(rows: Sequence[Mapping[str, str]], margin: Margin, cells: list[str]) -> Floats:
    places = {cell: rank for rank, cell in enumerate(cells)}
    block = np.zeros((len(rows), len(cells)))
    for line, row in enumerate(rows):
        told = row.get(margin.name, "")
        if told not in places:
            raise SurveyError(
                f"Réponse {line + 1} : « {told} » n’est pas une modalité de {margin.name}. Ajoutez sa part, "
                "ou corrigez la réponse."
            )
        block[line, places[told]] = 1.0
    return block


def _gap(weights: Floats, cells: Floats, targets: Floats) -> float:
    return float(np.abs(weights @ cells / len(weights) - targets).max())


def _trim(
    weights: Floats, given: Bools, caps: tuple[float, float], cells: Floats, targets: Floats, bounds: list[slice]
) -> tuple[Floats, Bools]:
    """Weights within the caps, as near to the margins as they let; and which ones were brought back. The caps have the
    last word: what the margins lose by it is told."""
    trimmed = np.zeros(len(weights), dtype=np.bool_)
    for _ in range(TRIMMINGS):
        kept = np.where(given, np.clip(weights, *caps), 0.0)
        outside = np.abs(kept - weights) > NEAR
        if not outside.any() and _gap(weights, cells, targets) < NEAR:
            return weights, trimmed
        trimmed |= outside
        weights = _one_round(kept, cells, targets, bounds)
    weights = np.where(given, np.clip(weights, *caps), 0.0)
    return weights * (len(weights) / weights.sum()), trimmed


def _one_round(weights: Floats, cells: Floats, targets: Floats, bounds: list[slice]) -> Floats:
    n = len(weights)
    for one in bounds:
        now = weights @ cells[:, one] / n
        weights = weights * (cells[:, one] @ (targets[one] / now))
    return weights


def _fit(weights: Floats, cells: Floats, targets: Floats, bounds: list[slice]) -> tuple[Floats, int]:
    for count in range(1, ROUNDS + 1):
        weights = _one_round(weights, cells, targets, bounds)
        if _gap(weights, cells, targets) < NEAR:
            return weights, count
    return weights, ROUNDS
