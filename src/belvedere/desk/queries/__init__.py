"""Reads of the room: the desk itself, origins, requests."""
