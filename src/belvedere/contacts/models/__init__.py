"""Tables of the room."""

from .consent import Consent, OptIn, Wording
from .duplicates import Merge, PersonPair
from .imports import ContactFile, FileLine
from .journeys import Journey, Passage, Walk
from .letters import Click, Letter, Mailing, Sending, SendingRules, Suspension
from .people import Act, Person
from .retention import Erasure, RetentionRun
from .segments import ActFacts, Segment, SegmentBlock, SegmentClock, SegmentDay, SegmentDue

__all__ = [
    "Act",
    "ActFacts",
    "Click",
    "Consent",
    "ContactFile",
    "Erasure",
    "FileLine",
    "Journey",
    "Letter",
    "Mailing",
    "Merge",
    "OptIn",
    "Passage",
    "Person",
    "PersonPair",
    "RetentionRun",
    "Segment",
    "SegmentBlock",
    "SegmentClock",
    "SegmentDay",
    "SegmentDue",
    "Sending",
    "SendingRules",
    "Suspension",
    "Walk",
    "Wording",
]
