"""Reads of the room: the facts and what may be shown of them, indicators, imports."""
