"""Notes that write themselves: figures in, French sentences out, each true at 95 %.

`write` turns subjects (a series, a period, perhaps its forecast) into sentences; `compare`, `against` and `judge` are
the reckoning beneath, used by the cockpit too.
"""

from belvedere.engines.notes.compare import LAGS, against, compare, judge, rank_of
from belvedere.engines.notes.sentences import write
from belvedere.engines.notes.types import (
    Comparison,
    Forecast,
    Kind,
    Note,
    NoteError,
    Point,
    Sentence,
    Series,
    Subject,
    Verdict,
)
from belvedere.engines.notes.words import amount, gap, number, period, signed

__all__ = [
    "LAGS",
    "Comparison",
    "Forecast",
    "Kind",
    "Note",
    "NoteError",
    "Point",
    "Sentence",
    "Series",
    "Subject",
    "Verdict",
    "against",
    "amount",
    "compare",
    "gap",
    "judge",
    "number",
    "period",
    "rank_of",
    "signed",
    "write",
]
