"""Tables of the room."""

from .requests import Counter, DeskRequest, Recommendation
from .sheets import TripSheet

__all__ = ["Counter", "DeskRequest", "Recommendation", "TripSheet"]
