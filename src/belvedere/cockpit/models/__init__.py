"""Tables of the room: what the office composes and writes. Figures stay where they are counted."""

from .dashboards import Dashboard, Tile
from .notes import MonthNote, NoteVersion
from .subscribers import NoteLetter, Subscriber

__all__ = ["Dashboard", "MonthNote", "NoteLetter", "NoteVersion", "Subscriber", "Tile"]
