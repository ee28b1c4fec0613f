"""The DATAtourisme offer: reading a feed, understanding its objects, deciding what each one is."""

from .archive import Archive
from .decide import Decision, Verdict, decide, doubts
from .errors import (
    DuplicateObject,
    FeedError,
    ObjectError,
    PathEscape,
    TruncatedFeed,
    UnreadableMember,
    WrongEncoding,
    ZipBomb,
)
from .feed import FeedReader
from .load import OBJECT_LIMIT, fingerprint, identify, split_uri
from .media import media_shown
from .ontology import FAMILY_LABELS, ancestors, families_of, known, label, leaves
from .parse import parse_object
from .score import WEIGHTS, Score, completeness
from .shapes import Memo
from .twins import Candidate, Twin, TwinIndex, metres, normal_name
from .types import (
    Address,
    Amenity,
    City,
    Concept,
    Contact,
    IncomingOffer,
    Mark,
    Media,
    OpeningPeriod,
    Organisation,
    Price,
    Text,
    Warning_,
    in_language,
)

__all__ = [
    "FAMILY_LABELS", "OBJECT_LIMIT", "WEIGHTS", "Address", "Amenity", "Archive", "Candidate", "City", "Concept",
    "Contact", "Decision", "DuplicateObject", "FeedError", "FeedReader", "IncomingOffer", "Mark", "Media", "Memo",
    "ObjectError", "OpeningPeriod", "Organisation", "PathEscape", "Price", "Score", "Text", "TruncatedFeed", "Twin",
    "TwinIndex", "UnreadableMember", "Verdict", "Warning_", "WrongEncoding", "ZipBomb", "ancestors", "completeness",
    "decide", "doubts", "families_of", "fingerprint", "identify", "in_language", "known", "label", "leaves",
    "media_shown", "metres", "normal_name", "parse_object", "split_uri",
]  # fmt: skip
