"""What the figures of a destination say of a week, a month or a season: a value, beside a year before and beside what
was expected, judged together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belvedere.engines import notes as engine
from belvedere.engines.notes import Kind
from belvedere.observatory.enums import Audience, Frequency, Measure, Unit
from belvedere.observatory.models import Series, SeriesBreak
from belvedere.observatory.queries import published
from belvedere.territories.models import Destination

from . import wording
from .expected import Expected

#: What is told of a destination, in this order: measure, audience, how it is called, what follows its number.
TOLD: tuple[tuple[str, str, Any, Any], ...] = (
    (Measure.NIGHTS, Audience.ALL, gettext_lazy("Nuitées"), gettext_lazy("nuitées")),
    (Measure.NIGHTS, Audience.NON_RESIDENTS, gettext_lazy("Nuitées des visiteurs étrangers"), gettext_lazy("nuitées")),
    (Measure.ARRIVALS, Audience.ALL, gettext_lazy("Arrivées"), gettext_lazy("arrivées")),
    (Measure.OCCUPANCY, Audience.ALL, gettext_lazy("Taux d’occupation"), "%"),
    (Measure.EXCURSIONS, Audience.ALL, gettext_lazy("Journées d’excursionnistes"), gettext_lazy("journées")),
    (Measure.VISITS, Audience.ALL, gettext_lazy("Entrées des sites"), gettext_lazy("entrées")),
    (Measure.COUNTS, Audience.ALL, "", gettext_lazy("passages")),
    (Measure.TICKETS, Audience.ALL, gettext_lazy("Billets vendus"), gettext_lazy("billets")),
    (Measure.TOURIST_TAX, Audience.ALL, gettext_lazy("Taxe de séjour"), "€"),
    (Measure.WEB, Audience.ALL, gettext_lazy("Visites du site"), gettext_lazy("visites")),
    (Measure.REQUESTS, Audience.ALL, gettext_lazy("Demandes à l’accueil"), gettext_lazy("demandes")),
    (Measure.UNMET, Audience.ALL, gettext_lazy("Demandes sans réponse"), gettext_lazy("demandes")),
    (Measure.SATISFACTION, Audience.ALL, gettext_lazy("Note de satisfaction"), ""),
)
RANKS = {(measure, audience): rank for rank, (measure, audience, _label, _unit) in enumerate(TOLD)}
KINDS = {Unit.PERCENT: Kind.RATE, Unit.MARK: Kind.MARK}
#: Counters shown at most: a network of eighty has its own page.
COUNTERS = 6
WEEK = 7
#: Days of daily facts that tell how much a week wanders by itself.
DAILY_PAST = 4 * 366
#: The two seasons of the surveys: April to September, October to March.
SUMMER = range(4, 10)


@dataclass(frozen=True)
class Reading:
    """A series over a span, in words. ``year`` and ``expected``: ``engines.notes.Comparison``."""

    series: Series
    label: str
    unit: str
    kind: Kind
    period: str
    sentence: engine.Sentence
    forecast: engine.Forecast | None

    @property
    def year(self) -> engine.Comparison:
        return self.sentence.year

    @property
    def expected(self) -> engine.Comparison:
        return self.sentence.expected

    @property
    def change_words(self) -> str:
        """How far from a year before, when it may be said."""
        return wording.words().signed(self.year.change, self.kind) if self.year.change is not None else ""

    @property
    def between_words(self) -> str:
        low, high = self.year.low, self.year.high
        if low is None or high is None:
            return ""
        signed = wording.words().signed
        ends = {"low": signed(low, self.kind), "high": signed(high, self.kind)}
        return _("entre %(low)s et %(high)s, sûr à 95\N{NO-BREAK SPACE}%%") % ends


@dataclass(frozen=True)
class Told:
    """Readings of one span, with the headline, what is kept quiet, and what each says before any language."""

    headline: str
    readings: tuple[Reading, ...]
    silent: tuple[str, ...]
    statements: tuple[engine.Statement, ...]


def told_series(destination: Destination, series: "QuerySet[Series]") -> list[Series]:
    """Series of the destination's own ground that are told, one a measure and pace (counters: a few). One query.

    Where nothing counts all lodgings, what counts one kind of them is told, and called so."""
    wanted = Q()
    for measure, audience, _label, _unit in TOLD:
        wanted |= Q(measure=measure, audience=audience)
    whole = series.filter(wanted, territory=destination.territory_id, market="").exclude(first=None)
    rows = sorted(whole.select_related("source", "territory", "area", "commune"), key=_order)
    kept: dict[tuple[str, str, str], list[Series]] = {}
    for one in rows:
        held = kept.setdefault((one.measure, one.audience, one.frequency), [])
        if len(held) < (COUNTERS if one.measure == Measure.COUNTS else 1):
            held.append(one)
    return [one for held in kept.values() for one in held]


def _order(one: Series) -> tuple[int, bool, int, int]:
    """All lodgings before one kind; then the longest known of a measure stands for it."""
    return RANKS[one.measure, one.audience], bool(one.lodging), -one.points, one.pk


def breaks_of(series: Iterable[Series]) -> dict[int, list[date]]:
    """One query."""
    found: dict[int, list[date]] = {}
    for number, day in SeriesBreak.everything.filter(series__in=[one.pk for one in series]).values_list(
        "series", "day"
    ):
        found.setdefault(number, []).append(day)
    return found


def at_pace(series: Iterable[Series], frequencies: Sequence[str]) -> list[Series]:
    return [one for one in series if one.frequency in frequencies]


def tell(
    shown: Sequence[published.Shown], breaks: dict[int, list[date]], *, last: date | None, span: int,
    expected: Expected | None = None,
) -> Told:  # fmt: skip
    """``span`` periods of each series up to ``last`` (None: its own last one)."""
    subjects, by_key = [], {}
    for one in shown:
        if not one.points:
            continue
        subject = _subject(one, breaks.get(one.series.pk, []), last or one.points[-1].period, span, expected)
        subjects.append(subject)
        by_key[subject.series.key] = (one.series, subject)
    note = engine.write(subjects, words=wording.words())
    readings = tuple(_reading(sentence, *by_key[sentence.key]) for sentence in note.sentences)
    return Told(note.headline, readings, note.silent, note.statements)


def _subject(
    one: published.Shown, breaks: list[date], last: date, span: int, expected: Expected | None
) -> engine.Subject:
    series = one.series
    points = tuple(engine.Point(point.period, point.value, point.provisional) for point in one.points)
    label, unit = label_of(series)
    about = engine.Series(
        str(series.pk), label, unit, series.frequency, points, KINDS.get(Unit(series.unit), Kind.COUNT), tuple(breaks)
    )
    foreseen = expected.of(series, last, span) if expected is not None else None
    return engine.Subject(about, last, span, foreseen)


def _reading(sentence: engine.Sentence, series: Series, subject: engine.Subject) -> Reading:
    period = wording.words().period(subject.last, subject.span, series.frequency)
    about = subject.series
    return Reading(series, about.label, about.unit, about.kind, period, sentence, subject.forecast)


def label_of(series: Series) -> tuple[str, str]:
    """How a series is called in a sentence, and what follows its number."""
    rank = RANKS.get((series.measure, series.audience))
    if rank is None:
        return series.name, series.get_unit_display()
    _measure, _audience, label, unit = TOLD[rank]
    kind = f" ({series.get_lodging_display()})" if series.lodging else ""
    return f"{label}{kind}" if label else series.name, str(unit)


def season_of(month: date) -> tuple[str, date]:
    """Name and first month of the season that a month lies in."""
    if month.month in SUMMER:
        return f"saison d’été {month.year}", month.replace(month=4)
    start = month.year if month.month >= 10 else month.year - 1
    return f"saison d’hiver {start}-{start + 1}", date(start, 10, 1)


def season_at(month: date) -> tuple[str, date, int]:
    """Name, last month and number of months: the season up to ``month``, or the one before in its first month."""
    name, first = season_of(month)
    if month == first:
        last = first - timedelta(days=1)
        name, first = season_of(last)
        return name, last.replace(day=1), months_between(first, last)
    return name, month, months_between(first, month)


def months_between(first: date, last: date) -> int:
    """Both included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def months_known(series: Iterable[Series]) -> list[date]:
    """Months that may be looked at, latest first: two years of them."""
    lasts = [one.last for one in at_pace(series, [Frequency.MONTH]) if one.last]
    if not lasts:
        return []
    month, out = max(lasts).replace(day=1), []
    for _rank in range(24):
        out.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return out
