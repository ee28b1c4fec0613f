"""Writes of the room: facts, deliveries, descriptions."""
