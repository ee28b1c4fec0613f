"""Tables of the room: the offer and its facts, our own words, the imports."""

from .imports import DuplicatePair, ImportItem, ImportRun, Source
from .offer import Media, Offer, OfferRaw, OfferShare, OfferText, OfferType, Session
from .requests import CorrectionRequest
from .story import OfferStory

__all__ = [
    "CorrectionRequest",
    "DuplicatePair",
    "ImportItem",
    "ImportRun",
    "Media",
    "Offer",
    "OfferRaw",
    "OfferShare",
    "OfferStory",
    "OfferText",
    "OfferType",
    "Session",
    "Source",
]
