"""How many times an hour one visitor may send a public form.

The visitor's address is neither kept nor written anywhere: what is counted in the cache is a keyed digest of it with
the hour, gone when the hour is. Each process of the web server counts for itself.
"""

import ipaddress
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 3600


def address_of(request: HttpRequest) -> str:
    """The visitor's IP address, empty when unknown: what the outermost trusted proxy saw (``settings.PROXIES`` of them
    stand before us), for what comes before it in the header is the visitor's own word."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies: int = settings.PROXIES
    if proxies and seen:
        return str(seen[-min(proxies, len(seen))])
    return str(request.META.get("REMOTE_ADDR", ""))


def allows(request: HttpRequest, form: str, *, now: datetime | None = None, times: int = 1) -> bool:
    """Counts one sending of ``form``; whether it is within ``settings.PUBLIC_LIMIT`` × ``times`` for this hour."""
    most: int = settings.PUBLIC_LIMIT * times
    if not most:
        return True
    hour = int((now or timezone.now()).timestamp()) // HOUR
    counted = f"{form} {hour} {_home(address_of(request))}"
    key = f"limit:{salted_hmac('limits', counted, algorithm='sha256').hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= most
    except ValueError:
        # The cache let it go between the two calls: the count begins anew.
        return True


def _home(address: str) -> str:
    """One household has one IPv4 address, and a whole /64 of IPv6 ones."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
