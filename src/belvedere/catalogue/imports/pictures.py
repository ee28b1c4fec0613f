"""Copies the pictures that may be shown: fetched once, checked, made lighter, kept under our own address."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from belvedere.catalogue.enums import MediaKind, OfferStatus
from belvedere.catalogue.models import Media
from belvedere.catalogue.queries.copies import copy_path
from belvedere.engines import offers
from belvedere.kit import http

#: Longest side of a copy in pixels, and bytes of an original at most.
SIDE, LARGEST = 1600, 20 * 2**20

Progress = Callable[[int, int, str], None]


@dataclass
class Copies:
    """How many were made, and what could not be: (address, sentence)."""

    made: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


def copy_pictures(*, on: date, limit: int, progress: Progress, private: bool = False) -> Copies:
    """Copies at most ``limit`` pictures that we lack and whose rights allow them on that day. One that fails is said
    and tried again next time. ``private`` allows addresses of our own network."""
    wanted = list(_lacking(on, limit))
    copies = Copies()
    for number, url in enumerate(wanted, 1):
        try:
            _keep(url, http.fetch(url, largest=LARGEST, private=private))
            copies.made += 1
        except (http.Forbidden, http.Unavailable) as error:
            copies.failures.append((url, str(error)))
        except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
            copies.failures.append((url, _("Ce fichier n’est pas une image lisible.")))
        progress(number, len(wanted), "")
    return copies


def _lacking(on: date, limit: int) -> Iterator[str]:
    shown = Media.everything.filter(kind=MediaKind.IMAGE, offer__status=OfferStatus.ACTIVE, url__startswith="http")
    seen: set[str] = set()
    for media in shown.order_by("position", "pk").iterator(chunk_size=1000):
        if len(seen) >= limit:
            return
        allowed, _why = offers.media_shown(media.licence, media.credit, media.rights_start, media.rights_end, on, False)
        if allowed and media.url not in seen and not copy_path(media.url).exists():
            seen.add(media.url)
            yield media.url


def _keep(url: str, answer: http.Answer) -> None:
    """Writes the copy whole or not at all."""
    with Image.open(io.BytesIO(answer.content)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((SIDE, SIDE))
    target = copy_path(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    upright.save(partial, "WEBP", quality=80)
    partial.replace(target)
