"""Tables of the room."""

from .requests import Counter, DeskRequest, Recommendation

__all__ = ["Counter", "DeskRequest", "Recommendation"]
