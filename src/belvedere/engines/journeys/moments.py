"""Moments in the time of a place: no wait is shortened or doubled by a change of hour."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .types import Cap, Quiet, Wait


def after_wait(since: datetime, wait: Wait, zone: ZoneInfo) -> datetime:
    """When a wait begun at ``since`` (aware) is over, in UTC.

    Days keep the hour on the wall: two days after Saturday 10:00 is Monday 10:00, whatever Sunday's length. An hour
    that the clocks jump over becomes the one that they jump to; one that comes twice is the first.
    """
    local = since.astimezone(zone)
    moment = since
    if wait.days:
        moment = _on_the_wall(local.replace(tzinfo=None) + timedelta(days=wait.days), zone)
    moment = moment.astimezone(UTC) + timedelta(hours=wait.hours)
    return moment if wait.at is None else _next_at(moment, wait.at, zone)


def _next_at(moment: datetime, at: time, zone: ZoneInfo) -> datetime:
    today = moment.astimezone(zone).date()
    for day in (today, today + timedelta(days=1)):
        naive = datetime.combine(day, at)
        again = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
        for found in (_on_the_wall(naive, zone), again):
            if found >= moment and (found is not again or again.astimezone(zone).time() == at):
                return found
    return _on_the_wall(naive, zone)


def _on_the_wall(naive: datetime, zone: ZoneInfo) -> datetime:
    """UTC moment of what the wall shows. There and back moves an hour that does not exist to the one after the jump."""
    there = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    back = there.astimezone(zone).replace(tzinfo=None)
    if back == naive:
        return there
    # Inside the gap: the first moment after it, which is where the two readings of the hour meet.
    later = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = sorted((there, later))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def is_quiet(moment: datetime, quiet: Quiet | None, zone: ZoneInfo) -> bool:
    if quiet is None or quiet.starts == quiet.ends:
        return False
    clock = moment.astimezone(zone).time()
    if quiet.starts < quiet.ends:
        return quiet.starts <= clock < quiet.ends
    return clock >= quiet.starts or clock < quiet.ends


def outside_quiet(moment: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """``moment`` itself, or the end of the quiet hours that it falls in."""
    if quiet is None or not is_quiet(moment, quiet, zone):
        return moment
    return _next_at(moment, quiet.ends, zone)


def room_under(sent: Iterable[datetime], moment: datetime, caps: Iterable[Cap]) -> datetime:
    """The first moment from ``moment`` on at which one more letter exceeds none of the caps. A letter sent exactly so
    many days before counts no more. A cap of none pushes it for ever, and raises OverflowError."""
    past = sorted(sent)
    for cap in caps:
        if cap.letters <= 0:
            raise OverflowError("a cap of no letter at all")
        window = timedelta(days=cap.days)
        counted = [one for one in past if one > moment - window]
        if len(counted) >= cap.letters:
            moment = max(moment, counted[-cap.letters] + window)
    return moment
