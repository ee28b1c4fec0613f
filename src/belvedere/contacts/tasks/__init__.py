"""Jobs of the room, one module a concern, each imported here so that its jobs are known."""

from . import letters

__all__ = ["letters"]
