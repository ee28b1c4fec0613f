"""A worker killed between any two steps: nobody gets a letter twice, and the server is the one who says so."""

import collections
import re
import shutil
import socket
import time

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from tests.conftest import CACHE, migrations_digest

from . import killing


class Box:
    """A real SMTP server's post box: how often each Message-ID has come."""

    def __init__(self):
        self.received = collections.Counter()

    async def handle_DATA(self, server, session, envelope):
        self.received[re.search(rb"(?im)^message-id:\s*<(\w+)@", envelope.content)[1].decode()] += 1
        return "250 kept"


@pytest.fixture
def box():
    kept = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        kept.port = probe.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=kept.port)
    server.start()
    yield kept
    server.stop()


def tried(box, tmp_path, **rules):
    """By rule, for each step: whether it killed, and how many times the server got each letter."""
    base = tmp_path / "base.sqlite3"
    shutil.copy(CACHE / f"{migrations_digest()}.sqlite3", base)
    lines = killing.conduct(str(base), box.port, rules)
    # The last letter's server may still be writing it down.
    time.sleep(0.2)
    found = {rule: [] for rule in rules}
    for line in lines:
        found[line["rule"]].append((line["killed"], [(state, box.received[key]) for key, state in line["rows"]]))
    return found


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the embedded base")
def test_no_kill_sends_a_letter_twice_and_none_is_lost_in_silence(django_db_setup, django_db_blocker, box, tmp_path):
    with django_db_blocker.unblock():
        found = tried(box, tmp_path, ours=10_000, naive=5)
    steps = found["ours"]
    # Claimed; for each letter: marked, handed over, answered, marked again with its place in the timeline; closed.
    assert len(steps) > 2 + 4 * killing.PEOPLE
    assert [killed for killed, _rows in steps] == [True] * (len(steps) - 1) + [False]
    doubts = collections.Counter()
    for _killed, rows in steps:
        for state, received in rows:
            # What is said to have left arrived once; a doubt arrived once or not at all; nothing else is left over.
            assert (state, received) in {("sent", 1), ("doubt", 0), ("doubt", 1)}
            doubts[received] += state == "doubt"
        assert sum(state == "doubt" for state, _received in rows) <= 1
    # The doubt is real: some of these letters had left, some had not, and nothing on our side tells which.
    assert doubts[0]
    assert doubts[1]
    # And the injector bites: where whatever was in hand is sent again, somebody gets two.
    assert max(received for _killed, rows in found["naive"] for _state, received in rows) == 2
