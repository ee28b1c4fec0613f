"""Jobs of the room, one module a concern, each imported here so that its jobs are known."""

from . import journeys, letters, people, segments, studies, value

__all__ = ["journeys", "letters", "people", "segments", "studies", "value"]
