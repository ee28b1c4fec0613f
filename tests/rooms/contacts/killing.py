"""Kills the worker that sends, at each step that leaves something behind, and lets another one take over.

A step is what outlives the process: a write that is committed, a letter handed over, the server's answer to it. Between
two of them a death leaves the same world as at the first. ``BELVEDERE_KILL=everywhere`` tries every statement, commit
and line to the server or from it, before and after. For each one the base is copied, a child is forked and kills itself
there with SIGKILL, a second child finishes.
"""

import json
import os
import shutil
import signal
import smtplib
import sqlite3
import traceback
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from belvedere.contacts.actions import mailings, posting
from belvedere.contacts.enums import MailingStatus
from belvedere.contacts.models import Sending
from belvedere.kit import jobs
from tests.factories.contacts import ConsentFactory
from tests.factories.mailings import MailingFactory

NOW = datetime(2026, 7, 14, 8, tzinfo=UTC)
PEOPLE = 2
EVERYWHERE = os.environ.get("BELVEDERE_KILL") == "everywhere"


class Steps:
    """Counts the steps taken, and dies at the one asked for."""

    def __init__(self, fatal):
        self.fatal, self.taken = fatal, 0

    def __call__(self, *, telling):
        if not (telling or EVERYWHERE):
            return
        if self.taken == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken += 1

    def around(self, owner, method, telling):
        """``telling``: whether what was just done with these arguments outlives the process."""
        plain = getattr(owner, method)

        def stepped(*args, **kwargs):
            self(telling=False)
            result = plain(*args, **kwargs)
            self(telling=telling(*args))
            return result

        setattr(owner, method, stepped)

    def statement(self, execute, sql, params, many, context):
        self(telling=False)
        result = execute(sql, params, many, context)
        self(telling=sql.startswith(("INSERT", "UPDATE", "DELETE")) and not connection.in_atomic_block)
        return result


def work(steps, rule):
    if rule == "naive":
        back = {"state": "waiting", "claim": ""}
        posting.settle_left_overs = lambda: Sending.everything.filter(state__in=("claimed", "leaving")).update(**back)
    if steps is None:
        posting.post_waiting(clock=lambda: NOW)
        return
    handed = []
    steps.around(BaseDatabaseWrapper, "_commit", lambda *_args: True)
    # A letter goes as bytes, an order to the server as text.
    steps.around(smtplib.SMTP, "send", lambda _line, said: isinstance(said, bytes) and not handed.append(said))
    steps.around(smtplib.SMTP, "getreply", lambda _line: bool(handed) and bool(handed.pop()))
    with connection.execute_wrapper(steps.statement):
        posting.post_waiting(clock=lambda: NOW)


def child(steps, rule):
    """Sends what waits in a process of its own; whether it was killed."""
    number = os.fork()
    if number == 0:
        try:
            work(steps, rule)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(number, 0)[1]
    assert os.WIFSIGNALED(status) or status == 0, "a worker failed by itself"
    return os.WIFSIGNALED(status)


def populate():
    """A mailing under way to a few people who consent."""
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


def sweep(base, rule, names, most):
    """What became of the letters, a step after the other, up to the first that nobody comes to or to ``most``;
    ``names`` keeps the messages of the rules apart."""
    killed, number = True, 0
    while killed and number < most:
        renamed(base, f"{base}.work", names + number)
        killed = child(Steps(number), rule)
        child(None, rule)
        with sqlite3.connect(f"{base}.work") as link:
            rows = link.execute("SELECT identifier, state FROM contacts_sending").fetchall()
        link.close()
        yield {"rule": rule, "killed": killed, "rows": rows}
        number += 1


def settle_in(base, port):
    """This process, a child of the tests', works on a base in a file and writes to a real mail server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.HOME = "127.0.0.1", port, Path(base).parent
    # Nothing carries the jobs that its writing enqueues.
    jobs._hand_over = lambda number: None
    connection.settings_dict["NAME"] = f"{base}.work"
    connection.close()


def conduct(base, port, rules):
    """One dictionary a step of each rule (``ours``, or ``naive``: whatever was in hand is sent again), of which so many
    at most are tried."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        try:
            with os.fdopen(writing, "w") as out:
                _conduct(base, port, rules, out)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        found = [json.loads(line) for line in lines]
    assert os.waitpid(number, 0)[1] == 0, "the conductor failed"
    return found


def _conduct(base, port, rules, out):
    settle_in(base, port)
    shutil.copy(base, f"{base}.work")
    populate()
    connections.close_all()
    shutil.copy(f"{base}.work", base)
    # Once in this process: the children find every module loaded.
    work(None, "ours")
    connections.close_all()
    for rank, (rule, most) in enumerate(rules.items()):
        for line in sweep(base, rule, rank * 10_000, most):
            out.write(json.dumps(line) + "\n")
            out.flush()
