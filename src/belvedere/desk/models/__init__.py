"""Tables of the room."""

from .requests import Counter, DeskRequest

__all__ = ["Counter", "DeskRequest"]
