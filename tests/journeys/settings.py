"""The tests' settings, with mails that another process can read, and files that a browser keeps as in production."""

from belvedere.config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mails"  # noqa: F405
WHITENOISE_USE_FINDERS = True
