"""Tables of the room."""

from .consent import Consent, OptIn, Wording
from .people import Act, Person

__all__ = ["Act", "Consent", "OptIn", "Person", "Wording"]
