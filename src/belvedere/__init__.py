"""Belvédère: the marketing platform that a tourist destination shares."""

__version__ = "0.1.0"
