"""Wagtail looks here; the screens are in ``office``."""

from . import office  # noqa: F401
