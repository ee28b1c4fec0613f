"""The note of a month: what the published figures of a destination say of it, kept as it was reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import formats, translation
from django.utils.translation import gettext as _

from belvedere.cockpit import access
from belvedere.cockpit.models import MonthNote, NoteLetter, NoteVersion, Subscriber
from belvedere.engines import notes as engine
from belvedere.observatory import access as observatory_access
from belvedere.observatory.enums import Frequency
from belvedere.observatory.queries import charts
from belvedere.territories.models import Destination

from . import expected, kept, readings, wording

SAID = (engine.Verdict.UP, engine.Verdict.DOWN, engine.Verdict.STABLE)
#: After the key of what is said of a whole season.
SEASON = "-season"
#: What a published note shows of its figures; nothing else of it is ever read.
Content = dict[str, Any]


@dataclass(frozen=True)
class Letters:
    """How far the mailing of a note has come."""

    waiting: int
    sent: int
    failed: int


def months_to_tell(destination: Destination) -> list[date]:
    """Months that have figures, latest first."""
    return readings.months_known(readings.told_series(destination, observatory_access.published()))


def reckon(destination: Destination, month: date) -> Content:
    """Sentences, table and chart of a month, from what is published and nothing else. Plain JSON, in French; its
    ``statements`` say the same before any language."""
    with translation.override("fr"):
        return _reckoned(destination, month)


def _reckoned(destination: Destination, month: date) -> Content:
    series = readings.at_pace(readings.told_series(destination, observatory_access.published()), [Frequency.MONTH])
    shown = kept.shown(series)
    breaks = readings.breaks_of(series)
    name, last, span = readings.season_at(month)
    wanted = [(month, 1)] if last != month or span == 1 else [(month, 1), (month, span)]
    foreseen = expected.known_for(series, wanted)
    told = readings.tell(shown, breaks, last=month, span=1, expected=foreseen)
    main = next((one for one in shown if one.points), None)
    said = [one for rank, one in enumerate(told.statements) if rank == 0 or _is_said(one)]
    season: list[engine.Statement] = []
    if last == month and span > 1:
        whole = readings.tell(shown[:1], breaks, last=month, span=span, expected=foreseen)
        season = [replace(one, key=f"{one.key}{SEASON}") for one in whole.statements if one.year.verdict in SAID]
    return {
        "headline": told.headline, "silent": list(told.silent), "season": name,
        "sentences": [{"key": one.key, "text": engine.sentence(one)} for one in (*said, *season)],
        "statements": [engine.as_json(one) for one in (*told.statements, *season)],
        "rows": [_row(one, engine.FRENCH) for one in told.statements],
        "chart": charts.months_of(main, [month.year, month.year - 1, 2019]) if main else None,
        "sources": sorted({str(one.series.source) for one in told.readings}),
    }  # fmt: skip


def _is_said(one: engine.Statement) -> bool:
    return one.year.verdict in SAID or one.expected.verdict in SAID


def _row(one: engine.Statement, words: engine.Words) -> dict[str, str]:
    """A line of the table: values are facts, a gap only when it may be said."""
    year = one.year
    said = year.verdict in (engine.Verdict.UP, engine.Verdict.DOWN) and year.change is not None
    same = _("autant") if year.verdict is engine.Verdict.STABLE else ""
    return {
        "label": words.say(one.label),
        "value": engine.amount_of(one, year.value, words) or "–",
        "before": words.number(year.before) if year.before is not None else "–",
        "change": words.signed(year.change, one.kind) if said and year.change is not None else same,
    }


def reading_of(note: MonthNote, content: Content, *, words: str, left_out: Sequence[str], day: date) -> Content:
    """What a reader gets: the sentences kept, the office's words, the rest in full."""
    said = [one for one in content.get("sentences", []) if one["key"] not in left_out]
    with translation.override("fr"):
        return content | {
            "title": title_of(note.month),
            "sentences": [one["text"] for one in said],
            "said": [one["key"] for one in said],
            "silent_words": silence([engine.FRENCH.inside(label) for label in content.get("silent", [])]),
            "words": words,
            "day": formats.date_format(day, "j F Y"),
            "language": "fr",
        }


def in_language(version: NoteVersion) -> Content:
    """What was published, said in the reader's language; as it was written where only French was kept of it."""
    content = {"language": "fr"} | version.content
    language = translation.get_language() or "fr"
    if language.startswith("fr") or "statements" not in content or "said" not in content:
        return content
    words, kept_keys = wording.words(), set(content["said"])
    told = [engine.from_json(one) for one in content["statements"]]
    month = [one for one in told if not one.key.endswith(SEASON)]
    quiet = [words.say(one.label) for one in month if one.year.verdict is engine.Verdict.UNCLEAR]
    return content | {
        "title": title_of(version.note.month), "headline": engine.headline(month, words), "language": language,
        "sentences": [engine.sentence(one, words) for one in told if one.key in kept_keys],
        "silent_words": silence([words.inside(one) for one in quiet]),
        "rows": [_row(one, words) for one in month], "chart": wording.spoken(content["chart"]),
        "day": formats.date_format(version.published_at, "j F Y"),
    }  # fmt: skip


def title_of(month: date) -> str:
    return _("La note du mois\N{NO-BREAK SPACE}: %(month)s") % {"month": formats.date_format(month, "F Y")}


def silence(labels: Sequence[str]) -> str:
    """What is not said, and why."""
    if not labels:
        return ""
    names = ", ".join(labels)
    return _("L’écart avec l’an dernier reste ordinaire, nous n’en disons rien\N{NO-BREAK SPACE}: %(names)s.") % {
        "names": names
    }


def published_notes(destination: Destination | None) -> "QuerySet[MonthNote]":
    """Latest month first."""
    found = access.public_notes()
    return (found.filter(destination=destination) if destination else found.none()).order_by("-month")


def versions_of(note: MonthNote) -> list[NoteVersion]:
    """Latest first."""
    return list(NoteVersion.everything.filter(note=note).select_related("note").order_by("-number"))


def next_number(note: MonthNote) -> int:
    return int(NoteVersion.everything.filter(note=note).aggregate(last=Max("number"))["last"] or 0) + 1


def letters_of(note: MonthNote) -> Letters:
    rows = NoteLetter.everything.filter(note=note).aggregate(
        sent=Count("pk", filter=~Q(sent_at=None)),
        failed=Count("pk", filter=Q(sent_at=None) & ~Q(failure="")),
        waiting=Count("pk", filter=Q(sent_at=None, failure="")),
    )
    return Letters(rows["waiting"], rows["sent"], rows["failed"])


def readers_of(destination: Destination) -> "QuerySet[Subscriber]":
    """Those who have said yes twice."""
    return Subscriber.everything.filter(destination=destination).exclude(confirmed_at=None)
