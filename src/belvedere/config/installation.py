"""Bringing an installation up to date: languages, database, rights, static files, each only if due."""

import hashlib
import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from belvedere.people.actions import roles
from belvedere.shell import messages

from . import frontend

Say = Callable[[str], None]


def bring_up_to_date(say: Say) -> None:
    """Runs every step that is due; the interface is built before, or Django would not see it."""
    messages.compile_catalogues()
    migrate(say)
    roles.renew_groups()
    collect(say)


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Création ou mise à niveau de la base de données…")
        call_command("migrate", verbosity=0, interactive=False)


def collect(say: Say) -> None:
    """Gathers, compresses and names by content the static files, when the interface or the packages have changed."""
    lock = frontend.LOCKS / "base.lock"
    own = sorted(frontend.ROOT.glob("src/belvedere/*/static/**/*"))
    content = b"".join(file.read_bytes() for file in (lock, *own) if file.is_file())
    now = hashlib.sha256(content + frontend.digest().encode()).hexdigest()
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.is_file() and stamp.read_text() == now:
        return
    say("Préparation des fichiers de l’interface…")
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now)
