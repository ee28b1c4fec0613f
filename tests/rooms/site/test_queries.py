"""What pages read, and at what cost: the same number of queries for one row and for three."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import shapely
from django.core.cache import cache
from django.utils import translation

from belvedere.catalogue.enums import Family
from belvedere.catalogue.models import OfferStory, Session
from belvedere.catalogue.queries import agenda as agendas
from belvedere.catalogue.queries import detail, public
from belvedere.engines import hours
from belvedere.site import queries
from belvedere.territories.models import Contour
from tests.factories.catalogue import MediaFactory, OfferFactory, OfferTextFactory
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 14, 18, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = NOW.date()
OPEN = hours.Schedule((hours.Rule(spans=((600, 1140),)),)).to_dict()


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Maps are kept for a day, destinations of tests share their numbers."""
    cache.clear()


def session(offer, day=TODAY, hour=20, rarity=1.0):
    start = NOW.replace(year=day.year, month=day.month, day=day.day, hour=hour)
    return Session.objects.create(
        offer=offer, day=day, starts_at=start, ends_at=start + timedelta(hours=2), rarity=rarity
    )


def event(commune, **fields):
    return OfferFactory(commune=commune, families=int(Family.EVENT), types=["Concert"], **fields)


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_five_queries(commune, django_assert_num_queries, count):
    offers = [event(commune) for _ in range(count)]
    for offer in offers:
        session(offer)
        OfferTextFactory(offer=offer)
    with django_assert_num_queries(5):
        found = public.cards([offer.pk for offer in offers], language="fr", now=NOW)
    assert [card.next_day for card in found] == [TODAY] * count


def test_cards_keep_the_order_asked_and_leave_out_what_is_offline(commune):
    first, second, hidden = OfferFactory(), OfferFactory(), OfferFactory(status="hidden")
    found = public.cards([second.pk, hidden.pk, first.pk], language="fr", now=NOW)
    assert [card.id for card in found] == [second.pk, first.pk]


def test_hours_are_said_in_the_visitor_s_language():
    offer = OfferFactory(schedule=OPEN)
    said = [public.cards([offer.pk], language=code, now=NOW)[0].hours.words for code in ("fr", "en")]
    assert said == ["Ouvert aujourd’hui jusqu’à 19\N{NO-BREAK SPACE}h", "Open today until 7\N{NO-BREAK SPACE}pm"]


def test_our_published_story_comes_before_the_source_and_french_before_nothing():
    offer = OfferFactory()
    OfferTextFactory(offer=offer, short="La source.")
    draft = OfferStory.everything.create(offer=offer, language="fr", title="Le nôtre", intro="Chez nous.", live=False)
    assert public.cards([offer.pk], language="en", now=NOW)[0].intro == "La source."
    draft.live = True
    draft.save()
    assert public.cards([offer.pk], language="en", now=NOW)[0].intro == "Chez nous."


def test_a_picture_is_shown_only_with_rights_and_a_copy_of_ours(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.jpg").write_bytes(b"x")
    offer = OfferFactory()
    MediaFactory(offer=offer, url="https://exemple.fr/a.jpg")
    MediaFactory(offer=offer, url="/media/a.jpg", credit="", licence="CC BY 4.0")
    MediaFactory(offer=offer, url="/media/a.jpg", licence="CC BY 4.0", rights_end=TODAY - timedelta(days=1))
    assert public.pictures_of([offer.pk], on=TODAY) == {}
    MediaFactory(offer=offer, url="/media/a.jpg", credit="Une photographe", licence="(CC) By-NC-ND 4.0")
    (shown,) = public.pictures_of([offer.pk], on=TODAY)[offer.pk]
    assert (shown.credit, shown.whole) == ("Une photographe", True)


def test_nearby_goes_from_the_nearest_and_stops_at_its_reach(django_assert_num_queries):
    here = OfferFactory(lon=3.0, lat=45.0)
    far, near, out = OfferFactory(lon=3.05, lat=45.0), OfferFactory(lon=3.01, lat=45.0), OfferFactory(lon=4.0, lat=45.0)
    with django_assert_num_queries(5):
        found = public.nearby(lon=3.0, lat=45.0, language="fr", now=NOW, leave_out=here.pk)
    assert [card.id for card in found] == [near.pk, far.pk]
    assert found[0].distance == pytest.approx(0.786, abs=0.01)
    assert out.pk not in {card.id for card in found}


def test_a_long_exhibition_never_drowns_tonight_s_concert(commune, destination):
    exhibition, concert = event(commune, name="Exposition"), event(commune, name="Concert")
    session(exhibition, hour=9, rarity=1 / 200)
    session(concert, hour=21)
    found = agendas.agenda(destination=destination, first_day=TODAY, last_day=TODAY, language="fr")
    assert [(row.name, row.lasting, row.time) for row in found.days[0].rows] == [
        ("Concert", False, "21\N{NO-BREAK SPACE}h"),
        ("Exposition", True, "9\N{NO-BREAK SPACE}h"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_agenda_costs_five_queries(commune, destination, django_assert_num_queries, count):
    for _ in range(count):
        session(event(commune))
    with django_assert_num_queries(5):
        found = agendas.agenda(destination=destination, first_day=TODAY, last_day=TODAY, language="fr", since=NOW)
    assert found.total == count


def test_what_is_over_is_left_out_and_each_day_keeps_its_first_ones(commune, destination):
    session(event(commune, name="Ce matin"), hour=9)
    for hour in (19, 20, 21):
        session(event(commune, name=f"À {hour} h"), hour=hour)
        session(event(commune, name=f"Demain {hour} h"), day=TODAY + timedelta(days=1), hour=hour)
    found = agendas.agenda(
        destination=destination,
        first_day=TODAY,
        last_day=TODAY + timedelta(days=3),
        language="fr",
        since=NOW,
        each_day=2,
    )
    assert [[row.name for row in day.rows] for day in found.days] == [
        ["À 19 h", "À 20 h"],
        ["Demain 19 h", "Demain 20 h"],
    ]


def test_another_territory_s_sessions_are_not_listed(commune, destination):
    session(event(None))
    assert agendas.agenda(destination=destination, first_day=TODAY, last_day=TODAY, language="fr").total == 0
    assert agendas.month_counts(destination=destination, year=2026, month=7) == {}


def test_the_month_counts_offers_by_day(commune, destination, django_assert_num_queries):
    session(event(commune))
    session(event(commune))
    with django_assert_num_queries(1):
        counts = agendas.month_counts(destination=destination, year=2026, month=7)
    assert counts == {date(2026, 7, 14): 2}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_offer_costs_the_same_whatever_it_holds(commune, django_assert_num_queries, count):
    offer = event(commune, prices=[{"min": 500, "max": 800, "fr": "plein tarif"}] * count)
    for hour in range(count):
        session(offer, hour=19 + hour)
        MediaFactory(offer=offer)
    with django_assert_num_queries(11):
        page = detail.offer_page(offer.pk, language="fr", now=NOW)
    assert len(page.sessions) == count
    assert page.prices[0].label == "Plein tarif"
    assert page.prices[0].amount == "de 5\N{NO-BREAK SPACE}€ à 8\N{NO-BREAK SPACE}€"


def test_an_offer_that_is_offline_has_no_page():
    assert detail.offer_page(OfferFactory(status="archived").pk, language="fr", now=NOW) is None


def test_without_contours_the_map_still_shows_where_the_communes_are(destination, commune):
    drawn = queries.communes_geojson(destination)
    assert '"name":"Clermont-Ferrand"' in drawn
    assert '"type":"Polygon"' in drawn


def test_drawn_contours_share_their_borders_and_say_that_they_are_drawn(destination, commune):
    for rank in range(6):
        there = CommuneFactory(code=f"6390{rank}", name=f"Bourg {rank}", lon=3.0 + rank / 20, lat=45.7 + rank % 3 / 15)
        destination.territory.communes.add(there)
    CommuneFactory(code="63999", name="Ailleurs", lon=3.02, lat=45.9)
    drawn = json.loads(queries.communes_geojson(destination, note="Contours schématiques"))
    assert drawn["note"] == "Contours schématiques"
    land = [shapely.from_geojson(json.dumps(f["geometry"])) for f in drawn["features"] if "name" not in f["properties"]]
    assert len(land) == 7
    assert all(shape.is_valid and shape.area > 0 for shape in land)
    whole = shapely.union_all(land)
    assert sum(shape.area for shape in land) == pytest.approx(whole.area, rel=0.01)
    assert not whole.contains(shapely.Point(3.02, 45.9))


def test_a_known_contour_takes_the_place_of_the_drawing(destination, commune):
    square = shapely.box(3.0, 45.7, 3.2, 45.9)
    sides = dict(zip(("west", "south", "east", "north"), square.bounds, strict=True))
    Contour.objects.create(commune=commune, year=2026, geometry=shapely.to_wkb(square), **sides)
    drawn = json.loads(queries.communes_geojson(destination, note="Contours schématiques"))
    assert "note" not in drawn
    assert shapely.from_geojson(json.dumps(drawn["features"][0]["geometry"])).equals(square)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "12,50\N{NO-BREAK SPACE}€"), ("nl", "€\N{NO-BREAK SPACE}12,50"), ("en", "€12.50")],
)
def test_a_price_is_written_as_its_reader_writes_it(language, words):
    with translation.override(language):
        assert public.euros(1250) == words
