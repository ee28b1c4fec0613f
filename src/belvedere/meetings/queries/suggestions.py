"""Whom a participant should meet, with the reasons, among those he may meet and has not listed."""

from dataclasses import dataclass

from belvedere.engines import meetings as engine
from belvedere.meetings.models import Participant

from . import pro, profiles

MOST = 8


@dataclass(frozen=True)
class Idea:
    other: Participant
    reasons: tuple[str, ...]


def ideas_for(participant: Participant, most: int = MOST) -> list[Idea]:
    """The best first. Three queries whatever the number of people; none when the profile says nothing."""
    past = profiles.past_of(participant)
    if not participant.offers and not participant.seeks and not past:
        return []
    fields = ("pk", "name", "about", "offers", "seeks", "organisation")
    rows = {one.pk: one for one in pro.counterparts(participant).only(*fields)}
    guest = engine.Guest(
        str(participant.pk),
        profiles.profile(participant.offers),
        profiles.profile(participant.seeks),
        {str(one.pk): past[one.organisation_id] for one in rows.values() if one.organisation_id in past},
    )
    others = (
        engine.Guest(str(one.pk), profiles.profile(one.offers), profiles.profile(one.seeks)) for one in rows.values()
    )
    words = profiles.words_of(participant.offers, participant.seeks)
    found = engine.suggest(guest, others, words=words, most=most)
    return [Idea(rows[int(one.other)], tuple(reason.sentence for reason in one.reasons)) for one in found]
