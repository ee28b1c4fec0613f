"""Reads of the room, for its screens and its exports."""
