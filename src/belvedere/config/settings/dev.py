"""The embedded installation on one machine: what ``./belvedere demo`` runs."""

from .base import *  # noqa: F403

#: Mails are written into the installation's folder, so that a link can be followed without a mail server.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mails"  # noqa: F405
