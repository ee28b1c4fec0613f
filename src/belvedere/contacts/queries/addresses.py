"""Full addresses of our pages, and the fingerprint by which a mail address is known without being kept."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from belvedere.territories.queries import address_of as full
from belvedere.territories.queries import site_of

__all__ = ["fingerprint", "full", "mail_domain", "site_of", "spoken_to"]


def spoken_to(language: str) -> str:
    """The language to write to somebody in: hers, else English for who is known to speak another one, else French."""
    known = language or settings.LANGUAGE_CODE
    return known if known in dict(settings.LANGUAGES) else "en"


def fingerprint(email: str) -> str:
    """Of a normalised address; empty for none. Nobody without our key can tell whose it is."""
    return salted_hmac("contacts.address", email, algorithm="sha256").hexdigest()[:32] if email else ""


def mail_domain() -> str:
    """What follows the @ of our messages’ identifiers."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
