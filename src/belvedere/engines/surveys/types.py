"""What is said of a survey: an estimate with its interval, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Answers under which nothing is concluded.
FEWEST = 30
#: 97.5 % point of the normal law: every interval is at 95 %.
Z = 1.959963984540054


class SurveyError(Exception):
    """What was given cannot be reckoned with; the sentence says where the fault is and what to do."""


@dataclass(frozen=True)
class Estimate:
    """``value`` between ``low`` and ``high`` (95 %), in the unit of the question: a share of 1, a mark, or points from
    -100 to 100. ``n`` answers, worth ``effective`` of a simple random draw. ``value`` is None where nothing can be
    said; ``reason`` says why, in words."""

    value: float | None
    low: float
    high: float
    n: int
    effective: float
    reason: str = ""

    @property
    def told(self) -> bool:
        return self.value is not None

    @property
    def margin(self) -> float:
        """Half of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Response:
    """How many of those asked have answered. ``warning`` is empty where silence cannot change the picture much."""

    asked: int
    answered: int
    rate: float
    warning: str = ""


@dataclass(frozen=True)
class Margin:
    """What is known of the whole population for one trait: cell → share; shares add up to 1."""

    name: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Raking:
    """Weights of mean 1, in the order of the rows. ``gap``: largest difference left between a weighted share and its
    margin. ``design_effect`` is Kish's, ``effective`` the answers that these weights leave."""

    weights: Floats
    rounds: int
    trimmed: int
    gap: float
    design_effect: float
    effective: float
    #: One 0/1 column for each cell of each margin, for linearised variances.
    cells: Floats


@dataclass(frozen=True)
class Change:
    """From one estimate to the next, with its interval. ``verdict``: -1, 0 or 1; None where nothing can be said."""

    value: float
    low: float
    high: float
    verdict: int | None
    sentence: str
