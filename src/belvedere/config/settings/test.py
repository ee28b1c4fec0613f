"""Tests: a folder of their own, jobs run at once, cheap passwords, mails kept in memory."""

import atexit
import os
import shutil
import tempfile

if "BELVEDERE_HOME" not in os.environ:
    os.environ["BELVEDERE_HOME"] = tempfile.mkdtemp(prefix="belvedere-test-")
    atexit.register(shutil.rmtree, os.environ["BELVEDERE_HOME"], ignore_errors=True)

from .base import *  # noqa: F403

SECRET_KEY = "only for tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - whitenoise warns of a missing folder
