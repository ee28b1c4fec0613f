"""Tables of the room."""

from .complaints import Complaint, OpeningDay
from .requests import Counter, DeskRequest, Recommendation
from .sheets import TripSheet

__all__ = ["Complaint", "Counter", "DeskRequest", "OpeningDay", "Recommendation", "TripSheet"]
