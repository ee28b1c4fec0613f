"""Opening hours for a page: the engine's words, and the state that colours them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import formats
from django.utils.text import capfirst

from belvedere.engines import hours

OPEN, SOON, CLOSED, UNSURE = "open", "soon", "closed", "unsure"
#: A place that closes within this time is about to close.
ABOUT_TO = timedelta(hours=1)


@dataclass(frozen=True)
class HoursLine:
    """One line for a card: ``state`` colours the dot, ``words`` says it."""

    state: str
    words: str


@dataclass(frozen=True)
class DayHours:
    day: date
    name: str
    words: str
    today: bool


def spoken(language: str) -> str:
    """A language that the engine speaks; a reader of another one gets English."""
    return language if language in hours.LANGUAGES else "en"


def schedule_of(rules: Any) -> hours.Schedule | None:
    """The offer's schedule, or None when nothing is known or what is stored cannot be read."""
    try:
        schedule = hours.Schedule.from_dict(rules or {})
    except hours.ScheduleError:
        return None
    return schedule if schedule.rules or schedule.exceptions else None


def hours_line(rules: Any, *, now: datetime, language: str) -> HoursLine | None:
    """What a visitor wants to know at ``now`` (aware); None when the source says nothing."""
    schedule = schedule_of(rules)
    if schedule is None:
        return None
    words = hours.now_words(schedule, now, spoken(language))
    return HoursLine(_state(schedule, now), words[:1].upper() + words[1:])


def _state(schedule: hours.Schedule, now: datetime) -> str:
    open_now = hours.open_at(schedule, now)
    if not open_now:
        return UNSURE if open_now is None else CLOSED
    end = hours.closing(schedule, now)
    return SOON if end and end - now <= ABOUT_TO else OPEN


def week(rules: Any, *, now: datetime, language: str) -> tuple[DayHours, ...]:
    """The seven days to come, each in words; empty when nothing is known."""
    schedule = schedule_of(rules)
    if schedule is None:
        return ()
    days = [now.date() + timedelta(days=ahead) for ahead in range(7)]
    return tuple(
        DayHours(day, capfirst(formats.date_format(day, "l j F")), _of_day(schedule, day, language), not rank)
        for rank, day in enumerate(days)
    )


def _of_day(schedule: hours.Schedule, day: date, language: str) -> str:
    speech, spans = spoken(language), hours.spans_on(schedule, day)
    if spans:
        return hours.spans_words(spans, speech)
    return hours.unknown_words(speech) if hours.is_open_day(schedule, day) else hours.closed_words(speech)


def year(rules: Any, *, now: datetime, language: str) -> tuple[str, ...]:
    """The rules of the year, season by season."""
    schedule = schedule_of(rules)
    lines = hours.summary(schedule, now.year, spoken(language)) if schedule else ()
    return tuple(line[:1].upper() + line[1:] for line in lines)
