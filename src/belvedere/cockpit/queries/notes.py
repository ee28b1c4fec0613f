"""The note of a month: what the published figures of a destination say of it, kept as it was reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from belvedere.cockpit import access
from belvedere.cockpit.models import MonthNote, NoteLetter, NoteVersion, Subscriber
from belvedere.engines import notes as engine
from belvedere.observatory import access as observatory_access
from belvedere.observatory.enums import Frequency
from belvedere.observatory.queries import charts
from belvedere.territories.models import Destination

from . import expected, kept, readings

SAID = (engine.Verdict.UP, engine.Verdict.DOWN, engine.Verdict.STABLE)
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
    """Sentences, table and chart of a month, from what is published and nothing else. Plain JSON."""
    series = readings.at_pace(readings.told_series(destination, observatory_access.published()), [Frequency.MONTH])
    shown = kept.shown(series)
    breaks = readings.breaks_of(series)
    name, last, span = readings.season_at(month)
    wanted = [(month, 1)] if last != month or span == 1 else [(month, 1), (month, span)]
    foreseen = expected.known_for(series, wanted)
    told = readings.tell(shown, breaks, last=month, span=1, expected=foreseen)
    main = next((one for one in shown if one.points), None)
    sentences = [
        {"key": one.sentence.key, "text": one.sentence.text}
        for rank, one in enumerate(told.readings)
        if rank == 0 or one.year.verdict in SAID or one.expected.verdict in SAID
    ]
    if last == month and span > 1:
        whole = readings.tell(shown[:1], breaks, last=month, span=span, expected=foreseen)
        sentences += [
            {"key": f"{one.sentence.key}-season", "text": one.sentence.text} for one in whole.readings
            if one.year.verdict in SAID
        ]  # fmt: skip
    return {
        "headline": told.headline, "sentences": sentences, "silent": list(told.silent),
        "rows": [_row(one) for one in told.readings], "season": name,
        "chart": charts.months_of(main, [month.year, month.year - 1, 2019]) if main else None,
        "sources": sorted({str(one.series.source) for one in told.readings}),
    }  # fmt: skip


def _row(one: readings.Reading) -> dict[str, str]:
    """A line of the table: values are facts, a gap only when it may be said."""
    year = one.year
    said = year.verdict in (engine.Verdict.UP, engine.Verdict.DOWN) and year.change is not None
    same = _("autant") if year.verdict is engine.Verdict.STABLE else ""
    return {
        "label": one.label,
        "value": engine.amount(year.value, one.unit) if year.value is not None else "–",
        "before": engine.number(year.before) if year.before is not None else "–",
        "change": engine.signed(year.change, one.kind) if said and year.change is not None else same,
    }


def reading_of(note: MonthNote, content: Content, *, words: str, left_out: Sequence[str], day: date) -> Content:
    """What a reader gets: the sentences kept, the office's words, the rest in full."""
    return content | {
        "title": title_of(note.month),
        "sentences": [one["text"] for one in content.get("sentences", []) if one["key"] not in left_out],
        "silent_words": silence(content.get("silent", [])),
        "words": words,
        "day": formats.date_format(day, "j F Y"),
    }


def title_of(month: date) -> str:
    return _("La note du mois\N{NO-BREAK SPACE}: %(month)s") % {"month": formats.date_format(month, "F Y")}


def silence(labels: Sequence[str]) -> str:
    """What is not said, and why."""
    if not labels:
        return ""
    names = ", ".join(label[:1].lower() + label[1:] for label in labels)
    return _("L’écart avec l’an dernier reste ordinaire, nous n’en disons rien\N{NO-BREAK SPACE}: %(names)s.") % {
        "names": names
    }


def published_notes(destination: Destination | None) -> "QuerySet[MonthNote]":
    """Latest month first."""
    found = access.public_notes()
    return (found.filter(destination=destination) if destination else found.none()).order_by("-month")


def versions_of(note: MonthNote) -> list[NoteVersion]:
    """Latest first."""
    return list(NoteVersion.everything.filter(note=note).order_by("-number"))


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
