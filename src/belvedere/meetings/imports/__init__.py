"""Participants that come as a file."""
