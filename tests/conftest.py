"""What every test shares: a migrated database made once, and no way out to the network."""

import fcntl
import gc
import hashlib
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections
from django.urls import set_script_prefix
from django.utils import translation
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from belvedere.shell import messages
from tests.factories import people

SOURCES = Path(__file__).resolve().parents[1] / "src"
CACHE = Path(__file__).resolve().parents[1] / ".pytest_cache" / "databases"
#: What the cache holds when a test begins.
KNOWN = {}
LOCAL = {"127.0.0.1", "::1", "localhost"}


def pytest_configure():
    # Whatever is imported while tests are collected stays to the end: see there.
    gc.disable()
    # How long an example takes is the machine's business, not the code's.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    messages.compile_catalogues()


def pytest_itemcollected(item):
    """``-m django_db`` finds every test that reaches the database, by a mark or by a fixture."""
    if "db" in item.fixturenames:
        item.add_marker(pytest.mark.django_db)


def pytest_collection_finish():
    """What is imported by now stays to the end: Python's collector shall not walk through it again and again, which was
    a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


def migrations_digest() -> str:
    digest = hashlib.sha256()
    for file in (*sorted(SOURCES.glob("belvedere/*/migrations/*.py")), SOURCES.parent / "requirements" / "base.lock"):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """A database made once for all tests; on SQLite, copied from one made for an earlier run."""
    with django_db_blocker.unblock():
        connection = connections["default"]
        embedded = connection.vendor == "sqlite"
        if embedded:
            copy_template(connection)
        else:
            connection.creation.create_test_db(autoclobber=True, verbosity=0, serialize=False)
        # What migrating makes out of the code of the day, whatever the age of the template.
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        people.cast.record()
        warm_up()
        yield
        if not embedded:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def copy_template(connection):
    """Migrates from nothing once per state of the migration files, into a file that is then copied in memory.

    Of two runs that start together, the second waits for the first one's.
    """
    template = CACHE / f"{migrations_digest()}.sqlite3"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not template.exists():
            make_template(connection, template)
            return
    name = connection.creation._get_test_db_name()
    connection.close()
    django_settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    with closing(sqlite3.connect(template)) as source:
        source.backup(connection.connection)


def make_template(connection, template):
    connection.creation.create_test_db(autoclobber=True, verbosity=0, serialize=False)
    partial = template.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(partial)) as target:
        connection.ensure_connection()
        connection.connection.backup(target)
    partial.rename(template)


def warm_up():
    """Asks what a process asks once in its life, or counts of queries would depend on what ran before."""
    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)
    Site.get_site_root_paths()
    KNOWN[SITE_ROOT_PATHS_CACHE_KEY] = cache.get(SITE_ROOT_PATHS_CACHE_KEY, version=SITE_ROOT_PATHS_CACHE_VERSION)


@pytest.fixture(autouse=True)
def _fresh_start():
    """What a test leaves in the process (language, prefix, cache) decides no other test's outcome."""
    translation.deactivate()
    set_script_prefix("/")
    cache.clear()
    cache.set_many(KNOWN, version=SITE_ROOT_PATHS_CACHE_VERSION)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """A test that reaches for another machine fails at once."""
    reach = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise AssertionError(f"A test reached for {address[0]}: tests run without network.")
        return reach(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
