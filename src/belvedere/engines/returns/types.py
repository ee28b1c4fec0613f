"""What a message that came back says."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """``hard``: the address will never work. ``soft``: not this time. ``complaint``: its holder called it unwanted.
    ``reply``: somebody, or an absence, answers. ``other``: a report that asks for nothing (delivered, delayed)."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    REPLY = "reply"
    OTHER = "other"


@dataclass(frozen=True)
class Return:
    """``message_ids``: those of the letter reported on, the surest first; ``address``: whom it was for, as the report
    writes it; ``code``: enhanced status (RFC 3463), empty when none is given; ``reason``: one line, in their words."""

    fate: Fate
    message_ids: tuple[str, ...] = ()
    address: str = ""
    code: str = ""
    reason: str = ""
