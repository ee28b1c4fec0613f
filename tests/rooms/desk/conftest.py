"""anne and bruno keep the office's desk, chloe the neighbour's; denis looks from above; paul keeps an inn."""

from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import pytest

from belvedere.desk.actions import requests
from belvedere.desk.views import trip
from tests.factories.people import cast

NOW = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)


def recorded(people, channel="counter", *, uuid=None, by=None, now=NOW, written_at=None, **details):
    """bruno records at the office's desk, unless somebody else is said; gives the row."""
    row, _new = requests.record_request(
        uuid=uuid or uuid4(), destination=people.office, channel=channel, details=details,
        written_at=written_at, by=by or people.bruno, now=now,
    )  # fmt: skip
    return row


@pytest.fixture(scope="module")
def world():
    """What a module that redefines it builds once: its ``people`` and the rest."""


@pytest.fixture
def people(db, world):
    return world.people if world else cast()


@pytest.fixture(autouse=True)
def _all_the_time_it_takes(monkeypatch):
    """What the engine proves depends on nobody's clock here: a laden machine would stop it before."""
    monkeypatch.setattr(trip, "hurry", lambda *_patience: lambda: False)


@pytest.fixture
def record(people):
    """``record(channel, **details)``."""
    return partial(recorded, people)
