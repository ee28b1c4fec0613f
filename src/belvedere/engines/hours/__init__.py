"""Opening hours as rules: compressed from dated periods, answered exactly, said in words, searched for all offers."""

from .answers import (
    closing,
    instant,
    is_open_day,
    next_open_day,
    next_opening,
    open_at,
    open_during,
    sessions,
    spans_on,
)
from .compress import compress
from .index import CLOSED, MAYBE, OPEN, HoursIndex
from .types import EVERY_DAY, Period, Rule, Schedule, ScheduleError, Slot, Span
from .words import (
    LANGUAGES,
    closed_words,
    day_words,
    hour,
    now_words,
    period_words,
    rule_words,
    spans_words,
    summary,
    unknown_words,
    weekdays_words,
)

__all__ = [
    "CLOSED", "EVERY_DAY", "LANGUAGES", "MAYBE", "OPEN", "HoursIndex", "Period", "Rule", "Schedule", "ScheduleError",
    "Slot", "Span", "closed_words", "closing", "compress", "day_words", "hour", "instant", "is_open_day",
    "next_open_day", "next_opening", "now_words", "open_at", "open_during", "period_words", "rule_words", "sessions",
    "spans_on", "spans_words", "summary", "unknown_words", "weekdays_words",
]  # fmt: skip
