"""A rehearsal's own clock: the day again, so many times faster, from the moment somebody pressed « rejouer »."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from belvedere.meetings.models import Edition

#: What is watched of a day: from the doors to the last goodbyes.
BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=10)
FASTEST = 600


@dataclass(frozen=True)
class Replay:
    """``speed`` minutes a minute, begun at ``since`` (real time)."""

    speed: int
    since: datetime

    def moment(self, edition: Edition, real: datetime) -> datetime:
        """The moment of the day that is shown at ``real``; it stops a little after the last meeting."""
        start = edition.starts_at(0) - BEFORE
        last = edition.ends_at(edition.slots - 1) + AFTER
        return min(last, start + max(timedelta(0), real - self.since) * self.speed)

    @property
    def query(self) -> str:
        return f"rejouer={self.speed}&depuis={int(self.since.timestamp())}"


def replay_of(edition: Edition, speed: str, since: str, real: datetime) -> Replay | None:
    """What an address asks for: None where the edition is no rehearsal, or no speed is asked."""
    if edition.rehearsal_of_id is None or not (speed.isascii() and speed.isdecimal() and len(speed) < 6):
        return None
    asked = min(FASTEST, max(1, int(speed)))
    told = since.isascii() and since.isdecimal() and len(since) < 12
    return Replay(asked, datetime.fromtimestamp(int(since), UTC) if told else real)
