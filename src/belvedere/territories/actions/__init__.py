"""Writes of the room: the geographic code and its outlines, territories, destinations, brands."""
