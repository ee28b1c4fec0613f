"""Who belongs to which segment, for a million people at once, and for one person why, in words."""

from .check import check
from .columns import KIND, MISSING, Column, Contacts, assemble, column_of, contacts_of
from .evaluate import BLOCK, answers, confidences
from .jsonio import condition_of, schema_of, segment_of, value_of
from .judge import Finding, judge, next_change
from .leaves import Answers
from .members import Bits, Move, count, pack, revise, rows_of
from .plan import Clock, Plan, compile_segments
from .timeline import Timeline, timeline_of, touched
from .types import (
    DAY,
    MEASURES,
    NO,
    OPERATORS,
    PAST,
    UNKNOWN,
    YES,
    Act,
    Acts,
    Age,
    All,
    Any,
    Clue,
    Compare,
    Condition,
    Field,
    Flag,
    Kind,
    Known,
    Lean,
    Measure,
    Not,
    OneOf,
    Operator,
    Person,
    RowTest,
    Schema,
    Segment,
    SegmentError,
    Starts,
    Value,
    Window,
    Within,
)
from .words import VERDICTS, Line, Words

__all__ = [
    "BLOCK", "DAY", "KIND", "MEASURES", "MISSING", "NO", "OPERATORS", "PAST", "UNKNOWN", "VERDICTS", "YES", "Act",
    "Acts", "Age", "All", "Answers", "Any", "Bits", "Clock", "Clue", "Column", "Compare", "Condition", "Contacts",
    "Field", "Finding", "Flag", "Kind", "Known", "Lean", "Line", "Measure", "Move", "Not", "OneOf", "Operator",
    "Person", "Plan", "RowTest", "Schema", "Segment", "SegmentError", "Starts", "Timeline", "Value", "Window",
    "Within", "Words", "answers", "assemble", "check", "column_of", "compile_segments", "condition_of", "confidences",
    "contacts_of", "count", "judge", "next_change", "pack", "revise", "rows_of", "schema_of", "segment_of",
    "timeline_of", "touched", "value_of",
]  # fmt: skip
