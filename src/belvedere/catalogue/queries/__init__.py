"""Reads of the room, for screens, exports and the API."""
