"""The year of a desk in figures: computed from the work itself, with what was not asked shown as such."""

from collections import Counter as Tally
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, QuerySet, Sum
from django.db.models.functions import ExtractMonth
from django.utils import dates, timezone
from django.utils.translation import gettext as _

from belvedere.desk.enums import Channel, ComplaintState
from belvedere.desk.models import Complaint, DeskRequest, OpeningDay
from belvedere.engines import offers
from belvedere.territories.enums import Country, Language
from belvedere.territories.models import Destination

SHOWN = 20


@dataclass(frozen=True)
class Line:
    """``share`` of the largest line of its table, in percent: the length of its bar."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Figures:
    """``unsaid``: how many contacts did not say their language and their origin."""

    year: int
    total: int
    channels: tuple[Line, ...]
    languages: tuple[Line, ...]
    origins: tuple[Line, ...]
    departments: tuple[Line, ...]
    months: tuple[Line, ...]
    unmet: tuple[Line, ...]
    opening_days: int
    opening_hours: int
    complaints: int
    answered: int
    answer_days: float | None
    unsaid: tuple[int, int]


def figures_of(desks: Collection[Destination], year: int) -> Figures:
    """Of all these desks together. Nine queries, whatever the number of contacts."""
    rows = _of_year(DeskRequest.everything.filter(destination__in=desks), year)
    languages, origins = _count(rows, "language"), _count(rows, "country")
    channels = _count(rows, "channel")
    months = dict(rows.values_list(ExtractMonth("recorded_at")).annotate(n=Count("pk")))
    complaints = Complaint.everything.filter(destination__in=desks, received_on__year=year)
    answered = complaints.filter(state=ComplaintState.ANSWERED)
    told = answered.aggregate(
        n=Count("pk"), delay=Avg(ExpressionWrapper(F("answered_on") - F("received_on"), output_field=DurationField()))
    )
    days = OpeningDay.everything.filter(counter__destination__in=desks, day__year=year)
    kept = days.aggregate(days=Count("day", distinct=True), minutes=Sum("minutes"))
    return Figures(
        year=year,
        total=sum(channels.values()),
        channels=_lines(channels, dict(Channel.choices)),
        languages=_lines({k: n for k, n in languages.items() if k}, dict(Language.choices)),
        origins=_lines({k: n for k, n in origins.items() if k}, dict(Country.choices)),
        departments=_departments(rows),
        months=_ordered({dates.MONTHS[m].capitalize(): months.get(m, 0) for m in range(1, 13)}),
        unmet=unmet_of(rows),
        opening_days=kept["days"] or 0,
        opening_hours=round((kept["minutes"] or 0) / 60),
        complaints=complaints.count(),
        answered=told["n"],
        answer_days=None if told["delay"] is None else told["delay"].total_seconds() / 86400,
        unsaid=(languages.get("", 0), origins.get("", 0)),
    )


def unmet_of(rows: "QuerySet[DeskRequest]") -> tuple[Line, ...]:
    """What was asked and the offer does not answer: the same words, told differently, count together."""
    texts = rows.filter(unmet=True).values_list("question", flat=True)
    tally, first = Tally[str](), dict[str, str]()
    for text in texts:
        key = offers.normal_name(text)
        tally[key] += 1
        first.setdefault(key, text.strip())
    return _lines({first[key]: n for key, n in tally.items()}, {})


def years_of(desks: Collection[Destination]) -> list[int]:
    """Years that have contacts, the latest first."""
    found = DeskRequest.everything.filter(destination__in=desks).order_by()
    return [moment.year for moment in found.datetimes("recorded_at", "year", order="DESC")]


def _of_year(rows: "QuerySet[DeskRequest]", year: int) -> "QuerySet[DeskRequest]":
    zone = timezone.get_default_timezone()
    first, last = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    return rows.filter(recorded_at__gte=first, recorded_at__lt=last).order_by()


def _count(rows: "QuerySet[DeskRequest]", field: str) -> dict[str, int]:
    return dict(rows.values_list(field).annotate(n=Count("pk")))


def _departments(rows: "QuerySet[DeskRequest]") -> tuple[Line, ...]:
    tally = Tally[str]()
    for code, number in rows.exclude(postcode="").values_list("postcode").annotate(n=Count("pk")):
        tally[code[:3] if code.startswith("97") else code[:2]] += number
    return _lines(dict(tally), {})


def _lines(counts: Mapping[str, int], labels: Mapping[str, Any]) -> tuple[Line, ...]:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]
    return _ordered({str(labels.get(code, code)): number for code, number in ranked})


def _ordered(counts: Mapping[str, int]) -> tuple[Line, ...]:
    most = max(counts.values(), default=0) or 1
    return tuple(Line(label, number, round(100 * number / most)) for label, number in counts.items())


def tables_of(figures: Figures) -> list[tuple[str, tuple[Line, ...]]]:
    """Every table with its title, in the order of the page and of the file to hand in."""
    return [
        (_("Par où"), figures.channels), (_("Par mois"), figures.months), (_("Langues"), figures.languages),
        (_("Pays"), figures.origins), (_("Départements"), figures.departments),
        (_("Demandes sans réponse"), figures.unmet),
    ]  # fmt: skip
