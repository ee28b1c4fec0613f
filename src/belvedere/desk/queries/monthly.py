"""Contacts of each month by channel, language and origin: what the observatory is given."""

from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from belvedere.desk.enums import Channel
from belvedere.desk.models import DeskRequest
from belvedere.territories.enums import Country, Language
from belvedere.territories.models import Destination


@dataclass(frozen=True)
class Monthly:
    """``field`` is empty for all the contacts, else channel, language or country; ``code`` its value, empty: not said.
    Every month from the first contact to the last one is there."""

    field: str
    code: str
    label: str
    months: dict[date, int]


def monthly(destination: Destination) -> list[Monthly]:
    """One query; all the contacts first, empty when there are none."""
    rows = DeskRequest.everything.filter(destination=destination).order_by()
    cells = rows.values_list(TruncMonth("recorded_at"), "channel", "language", "country").annotate(n=Count("pk"))
    tallies: dict[tuple[str, str], Tally[date]] = {}
    for moment, channel, language, country, number in cells:
        for key in (("", ""), ("channel", channel), ("language", language), ("country", country)):
            tallies.setdefault(key, Tally())[moment.date().replace(day=1)] += number
    if not tallies:
        return []
    labels = {"channel": dict(Channel.choices), "language": dict(Language.choices), "country": dict(Country.choices)}
    span = list(_span(tallies["", ""]))
    return [
        Monthly(
            field,
            code,
            str(labels[field].get(code, code) or _("non dit")) if field else "",
            {month: tally[month] for month in span},
        )
        for (field, code), tally in sorted(tallies.items())
    ]


def _span(tally: Tally[date]) -> Iterator[date]:
    month, last = min(tally), max(tally)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
