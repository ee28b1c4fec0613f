"""The demo's own figures, in small: nothing empty, made once, the crisis there to be seen."""

import pytest

from belvedere.config.demo import observatory as demo
from belvedere.observatory.models import Delivery, Series
from belvedere.observatory.queries import public, published
from tests.factories.territories import CommuneFactory, DestinationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    held = [CommuneFactory() for _ in range(3)]
    top = DestinationFactory(slug="auvergne", territory=TerritoryFactory(name="Auvergne", communes=held))
    for k, slug in enumerate([*demo.SIZES][1:]):
        DestinationFactory(slug=slug, parent=top, territory=TerritoryFactory(name=f"Office {k}", communes=[held[k]]))
    return top


@pytest.mark.slow
def test_the_demo_fills_every_indicator_and_is_made_once(owner, monkeypatch):
    monkeypatch.setattr(demo, "YEARS", 7)
    demo.load_figures()
    made = Delivery.everything.count()
    demo.load_figures()
    assert Delivery.everything.count() == made
    assert set(Delivery.everything.values_list("status", flat=True)) == {"done"}
    assert not any(counts["failed"] for counts in Delivery.everything.values_list("counts", flat=True))
    home = public.home(owner)
    silent = {one.indicator.key for one in home.board.found if one.value is None}
    assert silent == set()
    assert len(home.board.found) >= 13
    assert len(home.board.markets) == len(demo.MARKETS)
    nights = Series.everything.get(key="Nuitées / Auvergne")
    years = {year.year: year.value for year in published.shown([nights])[0].years()}
    assert years[2020] < 0.8 * years[2019] or 2019 not in years


def test_without_its_destination_the_demo_makes_nothing(db):
    demo.load_figures()
    assert not Delivery.everything.exists()
