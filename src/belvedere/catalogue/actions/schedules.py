"""Opening periods of a source, as the few rules that say the same."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from belvedere.engines import hours, offers

Periods = tuple[offers.OpeningPeriod, ...]


def rules_of(offer: offers.IncomingOffer) -> tuple[dict[str, Any], tuple[str, ...]]:
    """``Offer.schedule``, and remarks on the periods that say nothing possible, which are left out. An event is open
    when it takes place; the hours of its place count only when it says no dates."""
    return compressed((offer.dates if "event" in offer.families else ()) or offer.openings)


@lru_cache(maxsize=1024)
def compressed(periods: Periods) -> tuple[dict[str, Any], tuple[str, ...]]:
    if not periods:
        return {}, ()
    try:
        return hours.compress(periods).to_dict(), ()
    except hours.ScheduleError:
        return _without_the_impossible(periods)


def _without_the_impossible(periods: Periods) -> tuple[dict[str, Any], tuple[str, ...]]:
    possible, remarks = [], []
    for period in periods:
        try:
            hours.compress([period])
            possible.append(period)
        except hours.ScheduleError as error:
            remarks.append(_("horaires laissés de côté : %(reason)s") % {"reason": error})
    return (hours.compress(possible).to_dict() if possible else {}), tuple(remarks)
