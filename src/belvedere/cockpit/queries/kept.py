"""What may be shown of series, kept between two requests of one process.

The door is still ``observatory.queries.published``: it says again each time what is hidden, and what is kept is kept
for that answer and for the files as they are.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from belvedere.observatory.models import Series
from belvedere.observatory.queries import facts, published


def shown(series: Sequence[Series], *, first: date | None = None) -> list[published.Shown]:
    """``published.shown``, read from the files once as long as neither they nor what is hidden of them changes."""
    held = [one for one in series if one.first]
    hidden = published.hidden_cells(held)
    stamps = tuple((str(file), file.stat().st_mtime_ns) for file in facts.files_of(held))
    ties = tuple((one.pk, one.source_id, one.frequency) for one in held)
    points = dict(_points(ties, stamps, first, hidden))
    return [published.Shown(one, points.get(one.pk, ())) for one in series]


@lru_cache(maxsize=32)
def _points(
    ties: tuple[tuple[Any, ...], ...], stamps: tuple[tuple[str, int], ...], first: date | None,
    hidden: frozenset[published.Cell],
) -> tuple[tuple[int, tuple[published.Point, ...]], ...]:  # fmt: skip
    """``stamps`` and ``hidden`` are there to be part of the key: another answer is another entry."""
    rows = list(Series.everything.filter(pk__in=[number for number, *_rest in ties]))
    return tuple((one.series.pk, one.points) for one in published.shown(rows, first=first))
