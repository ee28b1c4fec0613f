"""Kills the worker that sends, at each step it takes, and lets another one take over. Run by ``test_mailings_killed``.

    python -m tests.rooms.contacts.killing BASE PORT RULE:STRIDE…

A step is a statement, a commit, a line to the mail server or a line from it; each is tried before and after. For every
one the base is copied, a child is forked and kills itself there with SIGKILL, a second child finishes. One JSON line a
step on standard output. RULE is ``ours``, or ``naive``: whatever was in hand is sent again.
STRIDE is 1 for every step, more to try one in so many.
"""

import json
import os
import shutil
import signal
import smtplib
import sqlite3
import sys
from datetime import UTC, datetime

import django

NOW = datetime(2026, 7, 14, 8, tzinfo=UTC)
PEOPLE = 2


class Steps:
    """Counts the steps taken, and dies at the one asked for."""

    def __init__(self, fatal):
        self.fatal, self.taken, self.names = fatal, 0, []

    def __call__(self, name):
        if self.taken == self.fatal:
            os.write(2, f"{name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken += 1

    def around(self, owner, method):
        plain = getattr(owner, method)

        def stepped(*args, **kwargs):
            self(f"before {method}")
            result = plain(*args, **kwargs)
            self(f"after {method}")
            return result

        setattr(owner, method, stepped)


def populate():
    """A mailing under way to a few people who consent."""
    from belvedere.contacts.actions import mailings  # noqa: PLC0415 - Django must be ready
    from belvedere.contacts.enums import MailingStatus  # noqa: PLC0415
    from tests.factories.contacts import ConsentFactory  # noqa: PLC0415
    from tests.factories.mailings import MailingFactory  # noqa: PLC0415

    mailing = MailingFactory(status=MailingStatus.PREPARING)
    for _ in range(PEOPLE):
        ConsentFactory(person__destination=mailing.destination)
    mailings.prepare_mailing(mailing=mailing, now=NOW)
    mailing.refresh_from_db()
    mailings.start_mailing(mailing=mailing, by=None, now=NOW)


def renamed(base, copy, number):
    """A copy of the base whose messages bear the number of the step, so that the server's can be told apart."""
    shutil.copy(base, copy)
    with sqlite3.connect(copy) as link:
        link.execute("UPDATE contacts_sending SET identifier = printf('%04x', ?) || substr(identifier, 5)", [number])
    link.close()


def child(steps, rule):
    """Sends what waits in a process of its own; how it ended."""
    number = os.fork()
    if number == 0:
        try:
            work(steps, rule)
        finally:
            os._exit(0)
    return os.waitpid(number, 0)[1]


def work(steps, rule):
    from django.db import connection  # noqa: PLC0415
    from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: PLC0415

    from belvedere.contacts.actions import posting  # noqa: PLC0415
    from belvedere.contacts.models import Sending  # noqa: PLC0415

    if rule == "naive":
        back = {"state": "waiting", "claim": ""}
        posting.settle_left_overs = lambda: Sending.everything.filter(state__in=("claimed", "leaving")).update(**back)
    if steps is None:
        posting.post_waiting(clock=lambda: NOW)
        return
    steps.around(BaseDatabaseWrapper, "_commit")
    for method in ("send", "getreply"):
        steps.around(smtplib.SMTP, method)

    def statement(execute, sql, params, many, context):
        steps("before statement")
        result = execute(sql, params, many, context)
        steps("after statement")
        return result

    with connection.execute_wrapper(statement):
        posting.post_waiting(clock=lambda: NOW)


def main(base, port, *rules):
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "belvedere.config.settings.base",
        "BELVEDERE_HOME": os.path.dirname(base),
        "DATABASE_URL": f"sqlite:///{base}.work",
        "BELVEDERE_SMTP_HOST": "127.0.0.1",
        "BELVEDERE_SMTP_PORT": port,
    }
    shutil.copy(base, f"{base}.work")
    django.setup()
    from django.db import connections  # noqa: PLC0415

    populate()
    connections.close_all()
    shutil.copy(f"{base}.work", base)
    # Once in this process: the children find every module loaded.
    work(None, "ours")
    connections.close_all()
    for rank, asked in enumerate(rules):
        rule, _colon, stride = asked.partition(":")
        sweep(base, rule, range(0, 10_000, int(stride)), rank * 10_000)


def sweep(base, rule, numbers, names):
    """One line a step, up to the first that nobody comes to; ``names`` keeps the messages of the rules apart."""
    for number in numbers:
        renamed(base, f"{base}.work", names + number)
        killed = os.WIFSIGNALED(child(Steps(number), rule))
        child(None, rule)
        with sqlite3.connect(f"{base}.work") as link:
            rows = link.execute("SELECT identifier, state FROM contacts_sending").fetchall()
        link.close()
        line = {"rule": rule, "step": number, "killed": killed, "rows": rows}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        if not killed:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
