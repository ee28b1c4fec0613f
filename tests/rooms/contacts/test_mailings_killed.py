"""A worker killed between any two steps: nobody gets a letter twice, and the server is the one who says so."""

import collections
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from tests.conftest import CACHE, migrations_digest

ROOT = Path(__file__).resolve().parents[3]


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


#: One step in so many is tried; BELVEDERE_KILL_STRIDE=1 tries them all.
STRIDE = int(os.environ.get("BELVEDERE_KILL_STRIDE", "5"))


def tried(box, tmp_path, **strides):
    """By rule, for each step: how it ended, and how many times the server got each letter."""
    base = tmp_path / "base.sqlite3"
    shutil.copy(CACHE / f"{migrations_digest()}.sqlite3", base)
    rules = [f"{rule}:{stride}" for rule, stride in strides.items()]
    command = [sys.executable, "-m", "tests.rooms.contacts.killing", str(base), str(box.port), *rules]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    # The last letter's server may still be writing it down.
    time.sleep(0.2)
    found = {rule: [] for rule in strides}
    for line in map(json.loads, done.stdout.splitlines()):
        rows = [(state, box.received[key]) for key, state in line["rows"]]
        found[line["rule"]].append((line["killed"], rows))
    return found


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the embedded base")
def test_no_kill_sends_a_letter_twice_and_none_is_lost_in_silence(django_db_setup, box, tmp_path):
    found = tried(box, tmp_path, ours=STRIDE, naive=12)
    steps = found["ours"]
    assert len(steps) * STRIDE > 100
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
