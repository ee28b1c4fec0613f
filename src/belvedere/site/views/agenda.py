"""The agenda by session: today, this week-end, a month."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from belvedere.catalogue.queries import agenda as agendas
from belvedere.site.exports import calendar_of

from .base import SitePage, local_now
from .search import Pages

FAR = timedelta(days=540)
CALENDAR_DAYS, CALENDAR_ROWS = 60, 500


@dataclass(frozen=True)
class Cell:
    """One day of the month: ``inside`` the month, ``count`` offers, ``chosen`` when it is shown."""

    day: date
    inside: bool
    count: int
    past: bool
    chosen: bool


@dataclass(frozen=True)
class Period:
    key: str
    label: str
    first: date
    last: date


def weekend(today: date) -> tuple[date, date]:
    """Friday evening counts: from Friday, or from today when it has begun, to Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    return max(today, sunday - timedelta(days=2)), sunday


def periods(today: date) -> list[Period]:
    tomorrow = today + timedelta(days=1)
    return [
        Period("aujourdhui", _("Aujourd’hui"), today, today),
        Period("demain", _("Demain"), tomorrow, tomorrow),
        Period("week-end", _("Ce week-end"), *weekend(today)),
        Period("semaine", _("Les sept jours"), today, today + timedelta(days=6)),
    ]


def chosen_period(query: Mapping[str, str], today: date) -> Period:
    """The period asked for; a day by its date; today when it cannot be read."""
    known = {period.key: period for period in periods(today)}
    wanted = query.get("quand", "")
    if wanted in known:
        return known[wanted]
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        return known["aujourdhui"]
    if abs(day - today) > FAR:
        return known["aujourdhui"]
    return Period(wanted, capfirst(formats.date_format(day, "l j F Y")), day, day)


def month_of(query: Mapping[str, str], period: Period, today: date) -> date:
    """First day of the month of the calendar."""
    try:
        month = date.fromisoformat(f"{query.get('mois', '')}-01")
    except ValueError:
        month = period.first
    return (month if abs(month - today) <= FAR else today).replace(day=1)


class AgendaView(SitePage):
    template_name = "site/agenda.html"

    def get_title(self) -> str:
        return _("Agenda")

    def get_description(self) -> str:
        return _("Concerts, marchés, fêtes, expositions : ce qui se passe aujourd’hui, ce week-end et plus tard.")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        today = self.now.date()
        period = chosen_period(self.request.GET, today)
        number = self.request.GET.get("page", "1")
        found = agendas.agenda(
            destination=self.destination, first_day=period.first, last_day=period.last, language=self.language,
            since=self.now, page=int(number) if number.isdecimal() and len(number) < 5 else 1,
        )  # fmt: skip
        month = month_of(self.request.GET, period, today)
        page = {
            "agenda": found,
            "period": period,
            "periods": periods(today),
            "today": today,
            "month": month,
            "weeks": self.weeks(month, period, today),
            "before": (month - timedelta(days=1)).replace(day=1),
            "after": (month + timedelta(days=32)).replace(day=1),
            "pages": Pages(found.page, found.pages),
        }
        return super().get_context_data(**page | context)

    def weeks(self, month: date, period: Period, today: date) -> list[list[Cell]]:
        counts = agendas.month_counts(destination=self.destination, year=month.year, month=month.month)
        return [
            [
                Cell(day, day.month == month.month, counts.get(day, 0), day < today, period.first <= day <= period.last)
                for day in week
            ]
            for week in Calendar().monthdatescalendar(month.year, month.month)
        ]


class AgendaCalendarView(View):
    """The agenda to come, for a calendar that subscribes to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = local_now()
        found = agendas.agenda(
            destination=request.destination, first_day=now.date(),
            last_day=now.date() + timedelta(days=CALENDAR_DAYS), language=get_language() or "fr", size=CALENDAR_ROWS,
        )  # fmt: skip
        rows = [
            (
                row,
                row.name,
                row.commune,
                request.build_absolute_uri(reverse("site:offer", args=[row.offer_id, row.slug])),
            )
            for day in found.days
            for row in day.rows
        ]
        name = _("Agenda – %(place)s") % {"place": request.destination or "Belvédère"}
        return HttpResponse(calendar_of(rows, name=name, now=now), content_type="text/calendar; charset=utf-8")
