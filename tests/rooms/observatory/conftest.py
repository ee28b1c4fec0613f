"""Facts in a folder of their own, and the cast of every story of rights."""

import shutil

import pytest

from tests.factories import people as factories
from tests.factories.observatory import DataSourceFactory, SeriesFactory


@pytest.fixture(scope="module")
def world():
    """What a module that redefines it builds once: its ``people``, its ``source``, its ``facts`` (a folder)…"""


@pytest.fixture(autouse=True)
def facts_folder(settings, tmp_path, world):
    settings.FACTS = tmp_path / "facts"
    if world:
        shutil.copytree(world.facts, settings.FACTS)
    return settings.FACTS


@pytest.fixture
def people(db, world):
    return world.people if world else factories.cast()


@pytest.fixture
def source(people, world):
    if world:
        return world.source
    return DataSourceFactory(destination=people.office, name="Enquête de fréquentation", slug="enquete")


@pytest.fixture
def nights(people, source):
    return SeriesFactory(source=source, name="Nuitées du territoire", territory=people.office.territory)
