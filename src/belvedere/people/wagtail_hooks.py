"""Wagtail looks here; the screens are in ``office``, the doors that Wagtail leaves ajar are closed by the shell."""

from belvedere.shell import doors  # noqa: F401

from . import office  # noqa: F401
