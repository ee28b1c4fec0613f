"""What people find when they type as they do."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from belvedere.catalogue.actions import index
from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Offer
from belvedere.catalogue.queries.search import SearchRequest, search
from belvedere.catalogue.queries.suggest import autocomplete
from belvedere.engines import hours
from tests.factories.catalogue import OfferFactory, OfferTextFactory
from tests.factories.people import cast
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def names(result):
    found = dict(Offer.everything.values_list("pk", "name"))
    return [found[number] for number in result.ids]


@pytest.fixture
def museums():
    OfferFactory(name="Musées d’Art")
    OfferFactory(name="Château de Murol", types=["Castle"])
    OfferTextFactory(offer=OfferFactory(name="L’Abbaye"), short="Des concerts dans l’église.", long="Un musée y dort.")
    index.rebuild()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("musee d art", "Musées d’Art"),
        ("MUSÉE", "Musées d’Art"),
        ("chateau murol", "Château de Murol"),
        ("chateaux", "Château de Murol"),
        ("abbayes", "L’Abbaye"),
        ("concert église", "L’Abbaye"),
    ],
)
def test_accents_plurals_and_elisions_are_forgiven(museums, typed, first):
    assert names(search(SearchRequest(text=typed)))[0] == first


@pytest.mark.parametrize(
    ("language", "typed"), [("de", "schloss"), ("nl", "kasteel"), ("es", "castillos"), ("it", "castelli")]
)
def test_a_kind_of_offer_is_found_in_the_visitor_s_words(museums, language, typed):
    assert names(search(SearchRequest(text=typed, language=language))) == ["Château de Murol"]


def test_a_name_counts_more_than_a_text(museums):
    assert names(search(SearchRequest(text="musée"))) == ["Musées d’Art", "L’Abbaye"]


@pytest.mark.parametrize(("typed", "understood"), [("chatuea", "chateau"), ("abaye", "abbaye"), ("murrol", "murol")])
def test_a_slip_of_the_finger_is_forgiven_and_said(museums, typed, understood):
    found = search(SearchRequest(text=typed))
    assert found.total == 1
    assert found.suggestion == understood


def test_nothing_is_found_for_what_nobody_wrote(museums):
    assert search(SearchRequest(text="zzzzzz")).total == 0


def test_a_facet_with_a_choice_keeps_its_other_values_in_sight(museums):
    found = search(SearchRequest(types=("Castle",)))
    counts = {value.code: (value.count, value.chosen) for value in found.facets["types"]}
    assert found.total == 1
    assert counts["Castle"] == (1, True)
    assert counts["Museum"] == (2, False)


def test_a_destination_finds_what_lies_in_its_territory_or_below(museums):
    people = cast()
    OfferFactory(name="Ici", commune=people.here)
    OfferFactory(name="Là", commune=people.there)
    OfferFactory(name="Ailleurs", commune=CommuneFactory(), managed_by=people.neighbour)
    index.rebuild()
    assert set(names(search(SearchRequest(destination_id=people.office.pk)))) == {"Ici"}
    assert set(names(search(SearchRequest(destination_id=people.neighbour.pk)))) == {"Là", "Ailleurs"}
    assert set(names(search(SearchRequest(destination_id=people.region.pk)))) == {"Ici", "Là", "Ailleurs"}


def test_a_box_and_a_circle_cut_where_they_should():
    OfferFactory(name="Centre", lon=3.0, lat=45.0)
    OfferFactory(name="À dix kilomètres", lon=3.0, lat=45.09)
    OfferFactory(name="Coin de la boîte", lon=3.13, lat=45.09)
    index.rebuild()
    near = search(SearchRequest(near=(3.0, 45.0, 11.0), sort="distance"))
    assert names(near) == ["Centre", "À dix kilomètres"]
    assert sum(value.count for value in near.facets["types"] if value.code == "Museum") == 2
    assert names(search(SearchRequest(bbox=(2.9, 44.9, 3.05, 45.05)))) == ["Centre"]


def test_open_at_an_instant():
    every_day = hours.compress([(date(2026, 1, 1), date(2026, 12, 31), 127, 600, 1080, "")])
    OfferFactory(name="Ouvert", schedule=every_day.to_dict())
    OfferFactory(name="Sans horaires")
    index.rebuild()
    assert names(search(SearchRequest(open_at=datetime(2026, 7, 14, 17, 59, tzinfo=PARIS)))) == ["Ouvert"]
    assert names(search(SearchRequest(open_at=datetime(2026, 7, 14, 18, 0, tzinfo=PARIS)))) == []


def test_a_refreshed_index_follows_what_changed(museums):
    castle = Offer.everything.get(name="Château de Murol")
    Offer.everything.filter(pk=castle.pk).update(name="Forteresse de Murol")
    gone = Offer.everything.get(name="L’Abbaye")
    Offer.everything.filter(pk=gone.pk).update(status=OfferStatus.ARCHIVED)
    index.refresh([castle.pk, gone.pk])
    assert names(search(SearchRequest(text="forteresse"))) == ["Forteresse de Murol"]
    assert search(SearchRequest()).total == 2
    assert search(SearchRequest(text="chateau", types=("Museum",))).total == 0


def test_suggestions_begin_with_communes_of_the_destination():
    people = cast()
    type(people.here).objects.filter(pk=people.here.pk).update(name="Salers")
    OfferFactory(name="Salon de thé", commune=people.here)
    index.rebuild()
    found = autocomplete("sal", destination_id=people.office.pk, language="fr")
    assert [(s.kind, s.label) for s in found] == [("commune", "Salers"), ("offer", "Salon de thé")]
    assert autocomplete("sal", destination_id=people.neighbour.pk, language="fr") == ()
