"""What drifts slowly and in common among the controls, each in its own measure.

A zone and the mean of its neighbours share a trend, but not to the same degree. Controls taken day by day are too
noisy to tell that degree; their slow waves, gathered into a few common movements, tell it well.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from belvedere.engines.impact.types import Floats

FACTORS = 3
SMOOTHING = 15.0  # days: slower than the weather, quicker than the season


def slow_factors(controls: Floats, calendar: Floats, season: Floats, steps: Floats) -> Floats:
    """(n, 3 or fewer) main slow departures of the (n, units) controls from their mean, calendar and season removed.

    The scale is that of a typical control: a unit's load on them is about one.
    """
    n, units = controls.shape
    known = np.hstack([np.ones((n, 1)), calendar, season, steps])
    gram = known.T @ known + 1e-3 * np.eye(known.shape[1])
    centred = controls - controls.mean(axis=0)
    left = centred - known @ np.linalg.solve(gram, known.T @ centred)
    left = gaussian_filter1d(left, SMOOTHING, axis=0)
    left -= left.mean(axis=1, keepdims=True)
    values, vectors = np.linalg.eigh(left.T @ left)
    main = vectors[:, np.argsort(-values)[:FACTORS]]
    return np.asarray(left @ main / np.sqrt(units))
