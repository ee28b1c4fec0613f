"""What comes back when mail is sent: reports of delivery (RFC 3464) and of complaints (RFC 5965), read and weighed."""

from .read import read_return
from .types import Fate, Return

__all__ = ["Fate", "Return", "read_return"]
