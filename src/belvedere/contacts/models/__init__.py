"""Tables of the room."""

from .consent import Consent, OptIn, Wording
from .duplicates import Merge, PersonPair
from .imports import ContactFile, FileLine
from .journeys import Journey, Passage, Walk
from .letters import Click, Letter, Mailing, Sending, SendingRules, Suspension
from .people import Act, Person
from .retention import Erasure, RetentionRun
from .segments import ActFacts, Segment, SegmentBlock, SegmentClock, SegmentDay, SegmentDue
from .studies import Respondent, Study, Wave
from .surveys import Answer, Invitation, Sheet, Survey
from .value import Expense, ValueRun

__all__ = [
    "Act",
    "ActFacts",
    "Answer",
    "Click",
    "Consent",
    "ContactFile",
    "Erasure",
    "Expense",
    "FileLine",
    "Invitation",
    "Journey",
    "Letter",
    "Mailing",
    "Merge",
    "OptIn",
    "Passage",
    "Person",
    "PersonPair",
    "Respondent",
    "RetentionRun",
    "Segment",
    "SegmentBlock",
    "SegmentClock",
    "SegmentDay",
    "SegmentDue",
    "Sending",
    "SendingRules",
    "Sheet",
    "Study",
    "Survey",
    "Suspension",
    "ValueRun",
    "Walk",
    "Wave",
    "Wording",
]
