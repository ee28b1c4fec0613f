"""Hours in words, in the visitor's language, with no-break spaces where its typography wants them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from .answers import clock, closing, is_open_day, next_open_day, next_opening, open_at, spans_on
from .speech import SPEECHES, Speech, fill
from .types import DAY, EVERY_DAY, Rule, Schedule, Span

#: Languages that hours are said in.
LANGUAGES = tuple(SPEECHES)


def hour(minute: int, language: str = "fr") -> str:
    """« 9 h 30 », « minuit », « midi »; ``9:30 am``, ``midnight``, ``noon``; ``9:30 Uhr``."""
    return SPEECHES[language].hour(minute)


def day_words(day: date, language: str = "fr", year: bool = False) -> str:
    """« 1er avril », « 1er avril 2026 »; ``1 April``; ``1. April``."""
    speech = SPEECHES[language]
    number = speech.first_of_month if day.day == 1 else str(day.day)
    shape = speech.month_day_year if year else speech.month_day
    return fill(shape, day=number, month=speech.months[day.month - 1], year=str(day.year))


def span_words(span: Span, language: str = "fr") -> str:
    """« de 10 h à 18 h », « à partir de 20 h 30 », « jour et nuit »."""
    return _span(span, SPEECHES[language])


def _span(span: Span, speech: Speech) -> str:
    start, end = span
    if end is None:
        return speech.tidy(fill(speech.from_on, start=speech.hour(start)))
    if (start, end) == (0, DAY):
        return speech.always
    return speech.tidy(fill(speech.span, start=speech.hour(start), end=speech.hour(end)))


def spans_words(spans: Sequence[Span], language: str = "fr") -> str:
    speech = SPEECHES[language]
    return _listed([_span(span, speech) for span in spans], speech)


def closed_words(language: str = "fr") -> str:
    return SPEECHES[language].closed


def unknown_words(language: str = "fr") -> str:
    """Open, nobody knows when."""
    return SPEECHES[language].hours_unknown


def weekdays_words(mask: int, language: str = "fr") -> str:
    """« tous les jours », « tous les jours sauf le mardi », « du lundi au vendredi », « le samedi et le dimanche »."""
    speech = SPEECHES[language]
    inside = [i for i in range(7) if mask >> i & 1]
    outside = [i for i in range(7) if i not in inside]
    if not outside:
        return speech.every_day
    if len(outside) > 1 and len(inside) >= 3 and inside[-1] - inside[0] == len(inside) - 1:
        return fill(speech.from_day_to_day, first=speech.days[inside[0]], last=speech.last[inside[-1]])
    if len(outside) <= 2:
        return fill(speech.every_day_but, days=_listed([speech.each[i] for i in outside], speech))
    return _listed([speech.each[i] for i in inside], speech)


def period_words(rule: Rule, language: str = "fr", year: int | None = None) -> str:
    """« du 1er avril au 30 septembre », with years unless both bounds lie in ``year`` or come back every year."""
    found = _period(rule, language, year)
    speech = SPEECHES[language]
    all_year = found == speech.all_year
    return fill(speech.yearly, date=found) if found and rule.yearly and not all_year else found


def _period(rule: Rule, language: str, year: int | None) -> str:
    first, last, speech = rule.first, rule.last, SPEECHES[language]
    plain = rule.yearly or {bound.year for bound in (first, last) if bound} <= {year}
    shown = [day_words(bound, language, not plain) if bound else "" for bound in (first, last)]
    if first and last and rule.yearly and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return speech.all_year
    if first and last and first != last:
        return speech.tidy(fill(speech.between, start=shown[0], end=shown[1]))
    if first:
        return speech.tidy(fill(speech.on if last else speech.since, date=shown[0]))
    return speech.tidy(fill(speech.until, date=shown[1])) if last else ""


def rule_words(rule: Rule, language: str = "fr", year: int | None = None) -> str:
    """« tous les jours sauf le mardi, de 10 h à 18 h, du 1er avril au 30 septembre »."""
    speech = SPEECHES[language]
    one_day = rule.first is not None and rule.first == rule.last
    days = "" if one_day and rule.weekdays == EVERY_DAY else weekdays_words(rule.weekdays, language)
    told = spans_words(rule.spans, language) if rule.spans else speech.hours_unknown
    hours = speech.closed if rule.closed else told
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
    """« ouvert aujourd’hui jusqu’à 19 h », « fermé, ouvre demain à 9 h 30 »…"""
    speech = SPEECHES[language]
    if not schedule.rules and not schedule.exceptions:
        return speech.nothing_known
    today, _ = clock(schedule, at)
    state = open_at(schedule, at)
    if state is None:
        return speech.open_hours_unknown
    said = _open_words(schedule, at, today, language) if state else _closed_words(schedule, at, today, language)
    return speech.tidy(said)


def _open_words(schedule: Schedule, at: datetime, today: date, language: str) -> str:
    speech, end = SPEECHES[language], closing(schedule, at)
    if end is None:
        return speech.open_always
    if _end_unknown(schedule, at):
        return speech.open_today
    told = speech.hour(60 * end.hour + end.minute)
    tonight = end.date() == today + timedelta(days=1) and (end.hour, end.minute) <= (6, 0)
    if end.date() == today or tonight:
        return fill(speech.open_until, hour=told)
    return fill(speech.open_until_day, when=_relative(end.date(), today, language), hour=told)


def _end_unknown(schedule: Schedule, at: datetime) -> bool:
    """Is it open only by a span whose end is not known?"""
    day, minute = clock(schedule, at)
    told = [span for rule in (*schedule.exceptions, *schedule.rules) if rule.covers(day) for span in rule.spans]
    return any(start <= minute and end is None for start, end in told) and not any(
        end is not None and start <= minute < end for start, end in told
    )


def _closed_words(schedule: Schedule, at: datetime, today: date, language: str) -> str:
    speech = SPEECHES[language]
    begin, day = next_opening(schedule, at), next_open_day(schedule, today + timedelta(days=1))
    if begin is not None and (day is None or begin.date() <= day):
        told = speech.hour(60 * begin.hour + begin.minute)
        if begin.date() == today:
            return fill(speech.opens_at, hour=told)
        return fill(speech.opens_day_at, when=_relative(begin.date(), today, language), hour=told)
    if day is not None:
        return fill(speech.opens_day, when=_relative(day, today, language))
    if is_open_day(schedule, today) and spans_on(schedule, today):
        return speech.no_more_today
    return speech.no_opening


def _relative(day: date, today: date, language: str) -> str:
    speech, ahead = SPEECHES[language], (day - today).days
    if ahead in (0, 1):
        return speech.tomorrow if ahead else speech.today
    name = speech.days[day.weekday()]
    if ahead < 7:
        return fill(speech.this_week, day=name)
    return fill(speech.later, day=name, date=day_words(day, language, day.year != today.year))


def _listed(parts: Sequence[str], speech: Speech) -> str:
    return parts[0] if len(parts) == 1 else fill(speech.both, first=", ".join(parts[:-1]), last=parts[-1])
