"""Hours in words, in French and in English, with no-break spaces where French typography wants them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from .answers import clock, closing, is_open_day, next_open_day, next_opening, open_at, spans_on
from .types import DAY, EVERY_DAY, Rule, Schedule, Span

NB = "\N{NO-BREAK SPACE}"
_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def hour(minute: int, language: str = "fr") -> str:
    """« 9 h 30 », « minuit », « midi »; ``9:30 am``, ``midnight``, ``noon``."""
    hours, minutes = divmod(minute % DAY, 60)
    if language == "fr":
        if not minutes and hours in (0, 12):
            return "midi" if hours else "minuit"
        return f"{hours}{NB}h{NB}{minutes:02d}" if minutes else f"{hours}{NB}h"
    if not minutes and hours in (0, 12):
        return "noon" if hours else "midnight"
    half = "am" if hours < 12 else "pm"
    shown = hours % 12 or 12
    return f"{shown}:{minutes:02d}{NB}{half}" if minutes else f"{shown}{NB}{half}"


def day_words(day: date, language: str = "fr", year: bool = False) -> str:
    """« 1er avril », « 1er avril 2026 »; ``1 April``."""
    number = f"1{'er' if language == 'fr' else ''}" if day.day == 1 else str(day.day)
    found = f"{number}{NB}{_MONTHS[language][day.month - 1]}"
    return f"{found}{NB}{day.year}" if year else found


def span_words(span: Span, language: str = "fr") -> str:
    """« de 10 h à 18 h », « à partir de 20 h 30 », « jour et nuit »."""
    start, end = span
    if end is None:
        return f"à partir de {hour(start)}" if language == "fr" else f"from {hour(start, 'en')}"
    if (start, end) == (0, DAY):
        return "jour et nuit" if language == "fr" else "day and night"
    if language == "fr":
        return f"de {hour(start)} à {hour(end)}"
    return f"from {hour(start, 'en')} to {hour(end, 'en')}"


def spans_words(spans: Sequence[Span], language: str = "fr") -> str:
    return _listed([span_words(span, language) for span in spans], language)


def weekdays_words(mask: int, language: str = "fr") -> str:
    """« tous les jours », « tous les jours sauf le mardi », « du lundi au vendredi », « le samedi et le dimanche »."""
    names = _DAYS[language]
    inside = [i for i in range(7) if mask >> i & 1]
    outside = [i for i in range(7) if i not in inside]
    if not outside:
        return "tous les jours" if language == "fr" else "every day"
    if len(outside) == 1:
        name = names[outside[0]]
        return f"tous les jours sauf le {name}" if language == "fr" else f"every day except {name}"
    if len(inside) >= 3 and inside[-1] - inside[0] == len(inside) - 1:
        first, last = names[inside[0]], names[inside[-1]]
        return f"du {first} au {last}" if language == "fr" else f"{first} to {last}"
    if len(outside) == 2:
        both = _listed([f"le {names[i]}" if language == "fr" else names[i] for i in outside], language)
        return f"tous les jours sauf {both}" if language == "fr" else f"every day except {both}"
    return _listed([f"le {names[i]}" if language == "fr" else names[i] for i in inside], language)


def period_words(rule: Rule, language: str = "fr", year: int | None = None) -> str:
    """« du 1er avril au 30 septembre », with years unless both bounds lie in ``year`` or come back every year."""
    first, last = rule.first, rule.last
    plain = rule.yearly or {bound.year for bound in (first, last) if bound} <= {year}
    shown = [day_words(bound, language, not plain) if bound else "" for bound in (first, last)]
    every = (" chaque année" if language == "fr" else " every year") if rule.yearly else ""
    if first and last and first == last:
        return (f"le {shown[0]}" if language == "fr" else f"on {shown[0]}") + every
    if first and last:
        if rule.yearly and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return "toute l’année" if language == "fr" else "all year round"
        return (f"du {shown[0]} au {shown[1]}" if language == "fr" else f"from {shown[0]} to {shown[1]}") + every
    if first:
        return f"à partir du {shown[0]}" if language == "fr" else f"from {shown[0]}"
    if last:
        return f"jusqu’au {shown[1]}" if language == "fr" else f"until {shown[1]}"
    return ""


def rule_words(rule: Rule, language: str = "fr", year: int | None = None) -> str:
    """« tous les jours sauf le mardi, de 10 h à 18 h, du 1er avril au 30 septembre »."""
    one_day = rule.first is not None and rule.first == rule.last
    days = "" if one_day and rule.weekdays == EVERY_DAY else weekdays_words(rule.weekdays, language)
    if rule.closed:
        hours = "fermé" if language == "fr" else "closed"
    elif rule.spans:
        hours = spans_words(rule.spans, language)
    else:
        hours = "horaires non précisés" if language == "fr" else "hours not given"
    parts = [hours, days] if rule.closed else [days, hours]
    if rule.closed and rule.weekdays == EVERY_DAY:
        parts = [hours]
    found = ", ".join(part for part in (*parts, period_words(rule, language, year)) if part)
    if rule.closed:
        found = found.replace(",", "", 1) if found.count(",") == 1 else found
    return f"{found} ({rule.note})" if rule.note else found


def summary(schedule: Schedule, year: int, language: str = "fr") -> tuple[str, ...]:
    """The whole year in short lines: rules that touch it in order of their dates, then exceptions."""
    lines = []
    for rules in (schedule.rules, schedule.exceptions):
        mine = [rule for rule in rules if _touches(rule, year)]
        mine.sort(key=lambda r: (r.first or date.min, r.last or date.max, r.weekdays & -r.weekdays))
        lines += [rule_words(rule, language, year) for rule in mine]
    return tuple(dict.fromkeys(lines))


def _touches(rule: Rule, year: int) -> bool:
    if rule.yearly:
        return True
    return (rule.first is None or rule.first.year <= year) and (rule.last is None or rule.last.year >= year)


def now_words(schedule: Schedule, at: datetime, language: str = "fr") -> str:
    """« ouvert aujourd’hui jusqu’à 19 h », « fermé, ouvre demain à 9 h 30 »…"""
    french = language == "fr"
    if not schedule.rules and not schedule.exceptions:
        return "horaires non communiqués" if french else "opening hours not given"
    today, _ = clock(schedule, at)
    state = open_at(schedule, at)
    if state is None:
        return "ouvert aujourd’hui, horaires non précisés" if french else "open today, hours not given"
    return _open_words(schedule, at, today, language) if state else _closed_words(schedule, at, today, language)


def _open_words(schedule: Schedule, at: datetime, today: date, language: str) -> str:
    french = language == "fr"
    end = closing(schedule, at)
    if end is None:
        return "ouvert jour et nuit" if french else "open day and night"
    if _end_unknown(schedule, at):
        return "ouvert aujourd’hui" if french else "open today"
    told = hour(60 * end.hour + end.minute, language)
    tonight = end.date() == today + timedelta(days=1) and (end.hour, end.minute) <= (6, 0)
    if end.date() == today or tonight:
        return f"ouvert aujourd’hui jusqu’à {told}" if french else f"open today until {told}"
    when = _relative(end.date(), today, language)
    return f"ouvert jusqu’à {when}, {told}" if french else f"open until {when}, {told}"


def _end_unknown(schedule: Schedule, at: datetime) -> bool:
    """Is it open only by a span whose end is not known?"""
    day, minute = clock(schedule, at)
    told = [span for rule in (*schedule.exceptions, *schedule.rules) if rule.covers(day) for span in rule.spans]
    return any(start <= minute and end is None for start, end in told) and not any(
        end is not None and start <= minute < end for start, end in told
    )


def _closed_words(schedule: Schedule, at: datetime, today: date, language: str) -> str:
    french = language == "fr"
    begin, day = next_opening(schedule, at), next_open_day(schedule, today + timedelta(days=1))
    if begin is not None and (day is None or begin.date() <= day):
        told = hour(60 * begin.hour + begin.minute, language)
        when = _relative(begin.date(), today, language)
        if begin.date() == today:
            return f"fermé, ouvre à {told}" if french else f"closed, opens at {told}"
        return f"fermé, ouvre {when} à {told}" if french else f"closed, opens {when} at {told}"
    if day is not None:
        when = _relative(day, today, language)
        return f"fermé, ouvre {when}" if french else f"closed, opens {when}"
    if is_open_day(schedule, today) and spans_on(schedule, today):
        return "fermé pour aujourd’hui, pas d’autre ouverture annoncée" if french else "closed, no further opening"
    return "fermé, pas d’ouverture annoncée" if french else "closed, no opening announced"


def _relative(day: date, today: date, language: str) -> str:
    ahead = (day - today).days
    if ahead in (0, 1):
        return {"fr": ("aujourd’hui", "demain"), "en": ("today", "tomorrow")}[language][ahead]
    name = _DAYS[language][day.weekday()]
    if ahead < 7:
        return name if language == "fr" else f"on {name}"
    told = f"{name}{NB}{day_words(day, language, day.year != today.year)}"
    return f"le {told}" if language == "fr" else f"on {told}"


def _listed(parts: Sequence[str], language: str) -> str:
    last = " et " if language == "fr" else " and "
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1]
