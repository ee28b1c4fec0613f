"""Full addresses of our pages, and the fingerprint by which a mail address is known without being kept."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_script_prefix
from django.utils.crypto import salted_hmac

from belvedere.territories.models import Destination


def fingerprint(email: str) -> str:
    """Of a normalised address; empty for none. Nobody without our key can tell whose it is."""
    return salted_hmac("contacts.address", email, algorithm="sha256").hexdigest()[:32] if email else ""


def site_of(destination: Destination) -> str:
    """Where the destination's own site begins, without a final slash."""
    home = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    if destination.hostname:
        parts = urlsplit(home)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{destination.hostname}{port}"
    return home if destination.is_default else f"{home}/{destination.slug}"


def full(destination: Destination, path: str) -> str:
    """The full address of one of our paths, or of what an editor typed: an address of the site or of elsewhere."""
    prefix = get_script_prefix()
    bare = path.removeprefix(prefix.rstrip("/")) if prefix != "/" else path
    return f"{site_of(destination)}{bare}" if bare.startswith("/") and not bare.startswith("//") else path


def mail_domain() -> str:
    """What follows the @ of our messages’ identifiers."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
