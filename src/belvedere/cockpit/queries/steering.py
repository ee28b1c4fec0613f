"""The cockpit of a destination: this week, this season, against last year and against what was expected, and what asks
for somebody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from belvedere.cockpit import access
from belvedere.cockpit.models import Dashboard
from belvedere.observatory import access as observatory_access
from belvedere.observatory.enums import Frequency
from belvedere.observatory.models import Series
from belvedere.observatory.queries import published
from belvedere.territories.models import Destination

from . import attention, expected, kept, readings


@dataclass(frozen=True)
class Steering:
    """``week``: the last seven days known of each daily series; ``month``: the one looked at; ``season``: from its
    beginning to that month, or the whole of the one before where it has only begun. ``main``: what it is drawn from."""

    destination: Destination
    month: date | None
    months: tuple[date, ...]
    week: readings.Told
    of_month: readings.Told
    season_name: str
    season: readings.Told
    main: published.Shown | None
    matters: tuple[attention.Matter, ...]
    dashboards: tuple[Dashboard, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Years drawn over one another."""
        return (self.month.year, self.month.year - 1, 2019) if self.month else ()


NOTHING = readings.Told("", (), (), ())


def steering(user: Any, destination: Destination, *, month: date | None, now: datetime) -> Steering:
    """Everything that the page shows. ``month``: the one asked for, when it is known."""
    held = readings.told_series(destination, observatory_access.visible_to(user, Series))
    months = readings.months_known(held)
    chosen = month if month in months else next(iter(months), None)
    monthly = readings.at_pace(held, [Frequency.MONTH])
    daily = [one for one in readings.at_pace(held, [Frequency.DAY]) if _is_alive(one, timezone.localdate(now))]
    breaks = readings.breaks_of(held)
    by_month = kept.shown(monthly)
    past = timezone.localdate(now) - timedelta(days=readings.DAILY_PAST)
    by_day = kept.shown(daily, first=past)
    name, season, of_month = "", NOTHING, NOTHING
    if chosen:
        name, last, span = readings.season_at(chosen)
        foreseen = expected.known_for(monthly, [(chosen, 1), (last, span)])
        of_month = readings.tell(by_month, breaks, last=chosen, span=1, expected=foreseen)
        season = readings.tell(by_month, breaks, last=last, span=span, expected=foreseen)
    own = access.visible_to(user, Dashboard).filter(destination=destination)
    return Steering(
        destination, chosen, tuple(months), readings.tell(by_day, breaks, last=None, span=readings.WEEK), of_month,
        name, season, next((one for one in by_month if one.points), None),
        tuple(attention.matters(user, destination, now=now)), tuple(own),
    )  # fmt: skip


def _is_alive(one: Series, today: date) -> bool:
    """A daily series that has said nothing for two months does not tell this week."""
    return one.last is not None and one.last > today - timedelta(days=62)
