"""Opening periods of a source, as the few rules that say the same."""

from functools import lru_cache

import orjson
from django.utils.translation import gettext as _

from belvedere.engines import hours, offers

Periods = tuple[offers.OpeningPeriod, ...]


@lru_cache(maxsize=1024)
def compressed(periods: Periods) -> tuple[str, tuple[str, ...]]:
    """``Offer.schedule`` as JSON, and remarks on the periods that say nothing possible, which are left out."""
    try:
        return _rules(periods), ()
    except hours.ScheduleError:
        return _without_the_impossible(periods)


def _without_the_impossible(periods: Periods) -> tuple[str, tuple[str, ...]]:
    possible, remarks = [], []
    for period in periods:
        try:
            hours.compress([period])
            possible.append(period)
        except hours.ScheduleError as error:
            remarks.append(_("horaires laissés de côté : %(reason)s") % {"reason": error})
    return _rules(tuple(possible)), tuple(remarks)


def _rules(periods: Periods) -> str:
    return orjson.dumps(hours.compress(periods).to_dict() if periods else {}).decode()
