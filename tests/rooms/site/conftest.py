"""A destination with a commune, and a search index of one's own."""

import pytest

from belvedere.catalogue.actions import index
from belvedere.territories.enums import DestinationKind
from belvedere.territories.models import Destination
from tests.factories.territories import CommuneFactory, TerritoryFactory


@pytest.fixture
def commune(db):
    return CommuneFactory(code="63113", name="Clermont-Ferrand", lon=3.08, lat=45.78)


@pytest.fixture
def destination(commune):
    return Destination.everything.create(
        name="Volcans", slug="volcans", kind=DestinationKind.OFFICE, is_default=True,
        territory=TerritoryFactory(communes=[commune]),
    )  # fmt: skip


@pytest.fixture
def indexed(settings, tmp_path):
    """Call it once the offers are there."""
    settings.SEARCH_INDEX = tmp_path / "index"
    return index.rebuild
