"""Bringing an installation up to date: languages, database, rights, static files, each only if due."""

import hashlib
import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from belvedere.people.actions import roles
from belvedere.shell import messages

from . import frontend
from .bootstrap import refuse

Say = Callable[[str], None]


def bring_up_to_date(say: Say) -> None:
    """Runs every step that is due; the interface is built before, or Django would not see it."""
    messages.compile_catalogues()
    migrate(say)
    roles.renew_groups()
    collect(say)


def migrate(say: Say) -> None:
    if half_made():
        refuse(
            "Cette base a été faite par une version de travail, avant toute version publiée\N{NO-BREAK SPACE}: "
            f"mettez de côté {settings.HOME} (ou videz la base de DATABASE_URL), puis relancez."
        )
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Création ou mise à niveau de la base de données…")
        call_command("migrate", verbosity=0, interactive=False)


def half_made() -> bool:
    """Whether the base stopped in the middle of the numbers that were folded into each room's first one.

    Django would take some of its rooms as done. A base that has all the numbers is taken as it is, rightly.
    """
    applied = MigrationRecorder(connection).applied_migrations().keys()
    folds = MigrationLoader(None).replacements.items()
    return any((room, "0001_initial") in applied and not applied >= set(fold.replaces) for (room, _), fold in folds)


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
