"""The tests' settings, with mails that another process can read."""

from belvedere.config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mails"  # noqa: F405
