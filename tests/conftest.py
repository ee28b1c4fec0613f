"""What every test shares: a migrated database made once, and no way out to the network."""

import hashlib
import socket
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connections

from belvedere.shell import messages

SOURCES = Path(__file__).resolve().parents[1] / "src"
CACHE = Path(__file__).resolve().parents[1] / ".pytest_cache" / "databases"
LOCAL = {"127.0.0.1", "::1", "localhost"}


def pytest_configure():
    messages.compile_catalogues()


def migrations_digest() -> str:
    digest = hashlib.sha256()
    for file in (*sorted(SOURCES.glob("belvedere/*/migrations/*.py")), SOURCES.parent / "requirements" / "base.lock"):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """On SQLite, migrations run once per state of the migration files; afterwards the result is copied."""
    setup = {"verbosity": 0, "interactive": False}
    with django_db_blocker.unblock():
        connection = connections["default"]
        creation = connection.creation
        if connection.vendor != "sqlite":
            creation.create_test_db(autoclobber=True, verbosity=0)
            yield
            creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
            return
        template = CACHE / f"{migrations_digest()}.sqlite3"
        if not template.exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            creation.create_test_db(autoclobber=True, verbosity=setup["verbosity"])
            partial = template.with_suffix(".partial")
            with sqlite3.connect(partial) as target:
                connection.ensure_connection()
                connection.connection.backup(target)
            partial.rename(template)
        else:
            name = creation._get_test_db_name()
            connection.close()
            django_settings.DATABASES["default"]["NAME"] = name
            connection.settings_dict["NAME"] = name
            connection.ensure_connection()
            with sqlite3.connect(template) as source:
                source.backup(connection.connection)
    yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """A test that reaches for another machine fails at once."""
    reach = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise AssertionError(f"A test reached for {address[0]}: tests run without network.")
        return reach(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
