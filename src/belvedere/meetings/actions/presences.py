"""When the day is cut otherwise, everybody's hours stay and the slots follow."""

from belvedere.meetings.models import Edition, Participant
from belvedere.meetings.queries import presence

BATCH = 500


def move_presences(*, before: Edition, after: Edition) -> int:
    """Writes presences anew in the slots of ``after``; part of a larger action, which journals it."""
    if (before.first_minute, before.step, before.slot_minutes, before.slots) == (
        after.first_minute, after.step, after.slot_minutes, after.slots,
    ):  # fmt: skip
        return 0
    rows = list(Participant.everything.filter(edition=after).exclude(available=None))
    for one in rows:
        one.available = presence.moved(one.available, before, after)
    Participant.everything.bulk_update(rows, ["available"], batch_size=BATCH)
    return len(rows)
