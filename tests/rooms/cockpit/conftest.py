"""Facts in a folder of their own, ten years of nights, and the cast of every story of rights."""

import numpy as np
import pytest

from belvedere.territories.models import Destination
from tests.factories import people as factories
from tests.factories.observatory import DataSourceFactory, SeriesFactory, fill

SEASON = np.array([40, 45, 60, 80, 110, 140, 260, 300, 130, 90, 50, 45]) * 100.0


@pytest.fixture(autouse=True)
def facts_folder(settings, tmp_path):
    settings.FACTS = tmp_path / "facts"
    return settings.FACTS


@pytest.fixture
def people(db):
    return factories.cast()


@pytest.fixture
def office(people):
    Destination.everything.filter(pk=people.office.pk).update(is_default=True)
    people.office.refresh_from_db()
    return people.office


@pytest.fixture
def source(people):
    return DataSourceFactory(destination=people.office, name="Enquête de fréquentation", slug="enquete")


@pytest.fixture
def nights(office, source):
    """Ten steady years, and a last December that leaps."""
    one = SeriesFactory(source=source, name="Nuitées du pays", territory=office.territory, is_public=True)
    values = np.tile(SEASON, 10) * np.random.default_rng(1).lognormal(0, 0.03, 120)
    values[-1] = values[-13] * 1.6
    fill(one, list(values.round()), first=2016)
    return one
