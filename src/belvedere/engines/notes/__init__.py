"""Notes that write themselves: figures in, sentences out (French, or the ``Words`` given), each true at 95 %.

`write` turns subjects (a series, a period, perhaps its forecast) into sentences; `judged` gives the statements that
they say, to be kept (`as_json`) and said again in another language; `compare`, `against` and `judge` are the reckoning
beneath, used by the cockpit too.
"""

from belvedere.engines.notes.compare import LAGS, against, compare, judge, rank_of
from belvedere.engines.notes.sentences import PHRASES, amount_of, headline, judged, sentence, write
from belvedere.engines.notes.statements import as_json, from_json
from belvedere.engines.notes.types import (
    Comparison,
    Forecast,
    Kind,
    Note,
    NoteError,
    Point,
    Sentence,
    Series,
    Statement,
    Subject,
    Verdict,
)
from belvedere.engines.notes.words import FRENCH, NO_BREAK, Words, amount, first_of, gap, number, period, signed

__all__ = [
    "FRENCH",
    "LAGS",
    "NO_BREAK",
    "PHRASES",
    "Comparison",
    "Forecast",
    "Kind",
    "Note",
    "NoteError",
    "Point",
    "Sentence",
    "Series",
    "Statement",
    "Subject",
    "Verdict",
    "Words",
    "against",
    "amount",
    "amount_of",
    "as_json",
    "compare",
    "first_of",
    "from_json",
    "gap",
    "headline",
    "judge",
    "judged",
    "number",
    "period",
    "rank_of",
    "sentence",
    "signed",
    "write",
]
