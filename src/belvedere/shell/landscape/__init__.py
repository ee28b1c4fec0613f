"""Landscapes drawn by us, in flat planes like the railway posters: one for each offer whose picture may not be shown.

Pure and deterministic: the same scene, hour, seed and palette give the same bytes, under 6 kB.
"""

from .draw import MOMENTS, SCENES, Landscape, draw, mark

__all__ = ["MOMENTS", "SCENES", "Landscape", "draw", "mark"]
