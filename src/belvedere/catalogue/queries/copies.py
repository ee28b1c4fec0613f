"""Our own copies of pictures: no page asks another machine. A copy is found by the address it came from."""

import hashlib
from pathlib import Path

from django.conf import settings

FOLDER = "copies"


def copy_name(url: str) -> str:
    """Path below the media folder of the copy of the picture at ``url``."""
    digest = hashlib.sha256(url.encode()).hexdigest()
    return f"{FOLDER}/{digest[:2]}/{digest}.webp"


def copy_path(url: str) -> Path:
    return Path(settings.MEDIA_ROOT) / copy_name(url)


def stored_at(url: str) -> str:
    """Address at which we serve this picture; empty when we hold no copy of it."""
    if url.startswith(settings.MEDIA_URL):
        own = Path(settings.MEDIA_ROOT) / url.removeprefix(settings.MEDIA_URL)
        return url if own.is_file() else ""
    return f"{settings.MEDIA_URL}{copy_name(url)}" if copy_path(url).is_file() else ""
