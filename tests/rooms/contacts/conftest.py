"""anne and bruno keep the office's file, chloe the neighbour's; denis looks from above."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings

from tests.factories.people import cast

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


#: Examples share one cast, and each undoes what it wrote; shrinking a story of many writes would take minutes.
CALM = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)


@contextmanager
def example():
    """What is written inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def people(db):
    return cast()
