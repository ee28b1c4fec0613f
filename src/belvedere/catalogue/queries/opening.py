"""Opening hours in the visitor's words, from the engine's exact answers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belvedere.engines import hours

OPEN, SOON, CLOSED, UNSURE = "open", "soon", "closed", "unsure"
#: A place that closes within this many minutes is said to close soon.
SOON_MINUTES = 60


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


def schedule_of(rules: Any) -> hours.Schedule | None:
    """The offer's schedule, or None when nothing is known or what is stored cannot be read."""
    if not rules:
        return None
    try:
        schedule = hours.Schedule.from_dict(rules)
    except hours.ScheduleError:
        return None
    return schedule if schedule.rules or schedule.exceptions else None


def clock(moment: datetime) -> str:
    """« 19 h », « 9 h 30 »; in English « 7 pm », « 9.30 am »."""
    if get_language() == "fr":
        return f"{moment.hour}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{moment.minute:02d}" if moment.minute else "")
    half = "am" if moment.hour < 12 else "pm"
    return (
        f"{moment.hour % 12 or 12}" + (f".{moment.minute:02d}" if moment.minute else "") + f"\N{NO-BREAK SPACE}{half}"
    )


def day_words(day: date, *, today: date) -> str:
    """« demain », « samedi », « le 4 avril », « le 4 avril 2027 »."""
    if day == today:
        return _("aujourd’hui")
    if day == today + timedelta(days=1):
        return _("demain")
    if day < today + timedelta(days=7):
        return formats.date_format(day, "l").lower() if get_language() == "fr" else formats.date_format(day, "l")
    pattern = "j F" if day.year == today.year else "j F Y"
    return _("le %(day)s") % {"day": _first(formats.date_format(day, pattern))}


def _first(words: str) -> str:
    return f"1er {words[2:]}" if get_language() == "fr" and words.startswith("1 ") else words


def hours_line(rules: Any, *, now: datetime) -> HoursLine | None:
    """What a visitor wants to know at ``now`` (aware); None when the source says nothing."""
    schedule = schedule_of(rules)
    if schedule is None:
        return None
    here = now.astimezone(hours.zone(schedule.timezone))
    state = hours.open_at(schedule, here)
    if state is None:
        return HoursLine(UNSURE, _("Ouvert aujourd’hui, horaires à confirmer"))
    return _open_line(schedule, here) if state else _closed_line(schedule, here)


def _open_line(schedule: hours.Schedule, here: datetime) -> HoursLine:
    end = hours.closing(schedule, here)
    if end is None or end - here > timedelta(hours=24):
        return HoursLine(OPEN, _("Ouvert"))
    words = _("Ouvert jusqu’à %(time)s") % {"time": clock(end)}
    return HoursLine(SOON if end - here <= timedelta(minutes=SOON_MINUTES) else OPEN, words)


def _closed_line(schedule: hours.Schedule, here: datetime) -> HoursLine:
    opening = hours.next_opening(schedule, here)
    today = here.date()
    if opening is None:
        day = hours.next_open_day(schedule, today)
        if day is None:
            return HoursLine(CLOSED, _("Terminé"))
        return HoursLine(CLOSED, _("Fermé, ouvre %(day)s") % {"day": day_words(day, today=today)})
    when = {"day": day_words(opening.date(), today=today), "time": clock(opening)}
    if opening.date() == today:
        return HoursLine(CLOSED, _("Ouvre aujourd’hui à %(time)s") % when)
    return HoursLine(CLOSED, _("Fermé, ouvre %(day)s à %(time)s") % when)


def week(rules: Any, *, now: datetime) -> tuple[DayHours, ...]:
    """The seven days to come, each in words; empty when nothing is known."""
    schedule = schedule_of(rules)
    if schedule is None:
        return ()
    today = now.astimezone(hours.zone(schedule.timezone)).date()
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    return tuple(DayHours(day, _day_name(day), _day_hours(schedule, day), day == today) for day in days)


def _day_name(day: date) -> str:
    return formats.date_format(day, "l j F").capitalize()


def _day_hours(schedule: hours.Schedule, day: date) -> str:
    spans = hours.spans_on(schedule, day)
    if not spans:
        return _("ouvert, horaires à confirmer") if hours.is_open_day(schedule, day) else _("fermé")
    moments = [(hours.instant(schedule, day, start), hours.instant(schedule, day, end)) for start, end in spans]
    return ", ".join(_("de %(start)s à %(end)s") % {"start": clock(start), "end": clock(end)} for start, end in moments)
