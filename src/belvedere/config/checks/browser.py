"""The browser of the journeys: Debian's Chromium, installed where that is possible."""

import shutil

from . import debian

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """Path of a Chromium, installed on the way when we may; None where there is none."""
    return _present() or (_present() if debian.install("chromium") else None)


def _present() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)
