"""Another observatory's figures, read again at their address: a guarded request, then like any other file."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.kit import http
from belvedere.observatory.models import DataSource

from . import files


def take_subscription(
    *,
    source: DataSource,
    by: Any,
    now: datetime,
    progress: files.Progress,
    fetch: Callable[[str], http.Answer] = http.fetch,
) -> files.Summary:
    """Fetches the source's address and takes what it answers. Raises DeliveryRefused and SourceBusy."""
    name, data = fetched(source, fetch)
    return files.take_file(
        name=name, data=data, source=source, delivered_on=timezone.localdate(now), by=by, now=now, progress=progress
    )


def fetched(source: DataSource, fetch: Callable[[str], http.Answer] = http.fetch) -> tuple[str, bytes]:
    """Name and bytes of what the address answers. Raises DeliveryRefused."""
    if not source.address:
        raise files.DeliveryRefused(
            _("La source « %(name)s » n’a pas d’adresse d’abonnement : donnez un fichier.") % {"name": source.name}
        )
    try:
        answer = fetch(source.address)
    except (http.Forbidden, http.Unavailable) as fault:
        raise files.DeliveryRefused(str(fault)) from fault
    return PurePosixPath(urlsplit(source.address).path).name or source.slug, answer.content
