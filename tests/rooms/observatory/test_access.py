"""anne manages, bruno writes, denis is above, chloe is next door; what is published is everybody's."""

import pytest

from belvedere.observatory import access
from belvedere.observatory.models import DataSource, Delivery, Series
from tests.factories.observatory import DataSourceFactory, DeliveryFactory, SeriesFactory

pytestmark = pytest.mark.django_db
MODELS = (DataSource, Series, Delivery)


def counts(user):
    return {model.__name__: access.visible_to(user, model).count() for model in MODELS}


@pytest.mark.parametrize("who", ["anne", "bruno", "denis"])
def test_staff_see_the_figures_of_their_destinations_and_below(people, nights, who):
    DeliveryFactory(source=nights.source)
    assert counts(getattr(people, who)) == {"DataSource": 1, "Series": 1, "Delivery": 1}


@pytest.mark.parametrize("who", ["chloe", "paul", "rose"])
def test_others_see_nothing_that_is_not_published(people, nights, who):
    DeliveryFactory(source=nights.source)
    assert set(counts(getattr(people, who)).values()) == {0}


def test_what_is_published_is_seen_by_every_office_but_not_its_source(people, nights):
    Series.everything.filter(pk=nights.pk).update(is_public=True)
    assert counts(people.chloe) == {"DataSource": 0, "Series": 1, "Delivery": 0}
    assert not access.can_describe(people.chloe, nights)


def test_partners_of_one_subscription_each_see_their_own_zone(people):
    """The region holds the delivery; an office sees the series that count in its territory or its communes."""
    held = DataSourceFactory(destination=people.region)
    own = SeriesFactory(source=held, territory=people.office.territory)
    commune = SeriesFactory(source=held, commune=people.here)
    theirs = SeriesFactory(source=held, territory=people.neighbour.territory)
    assert set(access.visible_to(people.anne, Series)) == {own, commune}
    assert set(access.visible_to(people.chloe, Series)) == {theirs}
    assert set(access.visible_to(people.denis, Series)) == {own, commune, theirs}


def test_describing_does_not_go_down_the_tree(people, nights):
    allowed = {name: access.can_describe(getattr(people, name), nights) for name in ("anne", "bruno", "denis", "chloe")}
    assert allowed == {"anne": True, "bruno": True, "denis": False, "chloe": False}
    people.anne.is_active = False
    assert not access.can_run(people.anne, nights.source)
