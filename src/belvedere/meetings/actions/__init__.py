"""Writes of the room: keyword-only, one transaction, one journal line."""
