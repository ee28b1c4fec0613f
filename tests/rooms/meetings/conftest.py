"""anne and bruno run the office's edition, chloe the neighbour's; paul takes part in it, rose does not."""

from datetime import UTC, datetime

import pytest

from tests.factories.meetings import EditionFactory, ParticipantFactory
from tests.factories.people import cast

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def edition(people):
    return EditionFactory(destination=people.office, name="Rencontres du Cantal", slug="cantal")


@pytest.fixture
def sellers(edition, people):
    first = ParticipantFactory(edition=edition, name="Auberge", organisation=people.inn, account=people.paul)
    return [first, *(ParticipantFactory(edition=edition, name=f"Gîte {k}") for k in range(3))]


@pytest.fixture
def buyers(edition):
    return [ParticipantFactory(edition=edition, name=f"Agence {k}", side="buyer") for k in range(3)]
