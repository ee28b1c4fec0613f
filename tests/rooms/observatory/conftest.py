"""Facts in a folder of their own, and the cast of every story of rights."""

import pytest

from tests.factories import people as factories
from tests.factories.observatory import DataSourceFactory, SeriesFactory


@pytest.fixture(autouse=True)
def facts_folder(settings, tmp_path):
    settings.FACTS = tmp_path / "facts"
    return settings.FACTS


@pytest.fixture
def people(db):
    return factories.cast()


@pytest.fixture
def source(people):
    return DataSourceFactory(destination=people.office, name="Enquête de fréquentation", slug="enquete")


@pytest.fixture
def nights(people, source):
    return SeriesFactory(source=source, name="Nuitées du territoire", territory=people.office.territory)
