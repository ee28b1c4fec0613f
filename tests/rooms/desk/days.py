"""Five places around an office and the day composed among them, built once for the tests of a module."""

from datetime import date
from types import SimpleNamespace

import pytest

from belvedere.catalogue.actions import index
from belvedere.desk.actions import trips
from belvedere.desk.models import TripSheet
from belvedere.desk.queries.desk import Place
from belvedere.engines import hours
from tests.factories.catalogue import OfferFactory, OfferTypeFactory
from tests.factories.people import cast

from .conftest import NOW, recorded

HERE = Place("Bureau", 3.08, 45.77)
ALL_DAY = hours.Schedule((hours.Rule(spans=((540, 1140),)),)).to_dict()
AFTERNOON = hours.Schedule((hours.Rule(spans=((840, 1080),)),)).to_dict()
NOON = hours.Schedule((hours.Rule(spans=((705, 870),)),)).to_dict()
DAY = date(2026, 7, 15)


def five_places():
    museum, table = OfferTypeFactory(), OfferTypeFactory(code="Restaurant", label_fr="Restaurant")
    places = (
        ("Musée", "Museum", 3.10, ALL_DAY), ("Château", "Castle", 3.14, AFTERNOON),
        ("Belvédère", "PointOfView", 3.12, {}),
        ("Église", "Church", 3.16, ALL_DAY), ("Auberge", "Restaurant", 3.12, NOON),
    )  # fmt: skip
    rows = {}
    for name, kind, lon, schedule in places:
        rows[name] = OfferFactory(
            name=name, types=[kind], main_type=table if kind == "Restaurant" else museum, lon=lon, lat=45.78,
            schedule=schedule, min_price=500, prices=[{"min": 500, "currency": "EUR"}],
        )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def world(world_of, tmp_path_factory):
    with world_of(SEARCH_INDEX=tmp_path_factory.mktemp("index")):
        people, offers = cast(), five_places()
        index.rebuild()
        asked = recorded(people, day=DAY, begin=540, end=1140, adults=2, language="en")
        sheet = trips.open_trip(request=asked, place=HERE, by=people.bruno, now=NOW)
        yield SimpleNamespace(people=people, offers=offers, sheet=sheet)


@pytest.fixture
def offers(db, world):
    return world.offers


@pytest.fixture
def sheet(db, world):
    return TripSheet.everything.get(pk=world.sheet.pk)
