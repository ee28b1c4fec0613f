"""Pages of the public site, as they are sent."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from belvedere.catalogue.enums import Family
from belvedere.catalogue.models import Session
from belvedere.site.models import Notebook
from belvedere.territories.models import Destination
from tests.factories.catalogue import OfferFactory, OfferTextFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(commune):
    offer = OfferFactory(commune=commune, name="Musée de la Lave", slug="musee-de-la-lave", min_price=0)
    OfferTextFactory(offer=offer, short="Une coulée </script> à toucher.")
    return offer


@pytest.fixture
def concert(commune):
    offer = OfferFactory(commune=commune, name="Concert", slug="concert", families=int(Family.EVENT), types=["Concert"])
    start = timezone.now() + timedelta(hours=1)
    Session.objects.create(offer=offer, day=timezone.localtime(start).date(), starts_at=start)
    return offer


def page(client, address, **more):
    response = client.get(address, **more)
    assert response.status_code == 200, address
    return response.content.decode()


PAGES = ["/", "/recherche/", "/agenda/", "/carnet/", "/mentions-legales/", "/accessibilite/"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_names_itself_its_twin_and_asks_nothing_of_others(client, destination, offer, indexed, address):
    indexed()
    text = page(client, address)
    assert text.count("<h1") == 1
    assert f'hreflang="en" href="http://testserver/en{address}"' in text
    assert f'<link rel="canonical" href="http://testserver{address}">' in text
    assert not re.search(r'(?:src|srcset)="https?://(?!testserver)', text)
    assert "Set-Cookie" not in client.get(address).headers


@pytest.mark.parametrize("address", PAGES)
def test_english_pages_hold_no_french_of_the_interface(client, destination, indexed, address):
    indexed()
    text = page(client, f"/en{address}")
    assert '<html lang="en">' in text
    for word in ("Mon carnet", "Aller au contenu", "Que voir", "Chercher"):
        assert word not in text


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("de", "Worauf haben Sie Lust?"),
        ("nl", "Waar hebt u zin in?"),
        ("es", "¿Qué le apetece?"),
        ("it", "Di che cosa ha voglia?"),
    ],
)
def test_a_site_offers_the_languages_that_its_office_chose(client, destination, indexed, language, asked):
    indexed()
    twin = f'hreflang="{language}" href="http://testserver/{language}/"'
    assert twin not in page(client, "/")
    # Reached from a survey or a letter all the same, but not listed.
    assert '<meta name="robots" content="noindex">' in page(client, f"/{language}/")
    Destination.everything.filter(pk=destination.pk).update(languages=["fr", language])
    text = page(client, f"/{language}/")
    assert f'<html lang="{language}">' in text
    assert asked in text
    assert twin in text
    assert 'name="robots"' not in text
    assert 'hreflang="en"' not in text


def test_a_search_finds_shows_facets_and_is_not_listed(client, destination, offer, indexed):
    indexed()
    text = page(client, "/recherche/?q=lave")
    assert "Musée de la Lave" in text
    assert 'name="type" value="Museum"' in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_page_costs_the_same_for_one_and_for_three(
    client, destination, indexed, commune, django_assert_num_queries, count
):
    for _ in range(count):
        OfferTextFactory(offer=OfferFactory(commune=commune))
    indexed()
    page(client, "/recherche/")
    with django_assert_num_queries(6):
        text = page(client, "/recherche/")
    assert text.count('class="card"') == count


def test_a_search_without_an_index_says_so_without_failing(client, destination, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "nowhere"
    assert "La recherche se prépare." in page(client, "/recherche/")
    assert json.loads(page(client, "/recherche/points.json"))["points"] == []


def test_points_of_the_map_are_those_of_the_search(client, destination, offer, concert, indexed):
    indexed()
    found = json.loads(page(client, "/recherche/points.json?famille=1"))["points"]
    assert found == [[offer.pk, 3.08, 45.77, 1]]


def test_an_offer_says_itself_to_people_and_to_machines(client, destination, offer):
    text = page(client, f"/offres/{offer.pk}/musee-de-la-lave/")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])
    assert data["@type"] == "Museum"
    assert data["name"] == "Musée de la Lave"
    assert data["description"] == "Une coulée </script> à toucher."
    assert data["address"]["addressLocality"] == "Clermont-Ferrand"
    assert "Paysage dessiné" in text


def test_an_old_address_leads_to_the_new_one_and_an_offline_offer_to_none(client, destination, offer):
    assert client.get(f"/offres/{offer.pk}/ancien-nom/").headers["Location"] == f"/offres/{offer.pk}/musee-de-la-lave/"
    type(offer).everything.filter(pk=offer.pk).update(status="hidden")
    assert client.get(f"/offres/{offer.pk}/musee-de-la-lave/").status_code == 404


def test_the_agenda_lists_tonight_and_gives_a_calendar(client, destination, concert):
    assert "Concert" in page(client, "/agenda/?quand=semaine")
    calendar = page(client, "/agenda.ics")
    assert calendar.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Concert" in calendar


@pytest.mark.parametrize("query", ["quand=9999-99-99", "quand=1200-01-01", "mois=0000-13", "page=-1", "page=99999999"])
def test_an_agenda_that_cannot_be_read_is_today_s(client, destination, query):
    assert page(client, f"/agenda/?{query}").count("<h1") == 1


def test_the_notebook_is_kept_by_a_cookie_set_that_day_and_shared_without_it(client, destination, offer):
    answer = client.post(f"/carnet/garder/{offer.pk}/", headers={"Accept": "application/json"})
    assert answer.json() == {"count": 1}
    cookie = answer.cookies["carnet"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "Musée de la Lave" in page(client, "/carnet/")
    shared = Notebook.objects.get().shared
    client.cookies.clear()
    assert "Musée de la Lave" not in page(client, "/carnet/")
    assert "Musée de la Lave" in page(client, f"/carnet/{shared}/")
    assert client.get("/carnet/inconnu/").status_code == 404


def test_another_site_cannot_touch_the_notebook(client, destination, offer):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.fr"}):
        assert client.post(f"/carnet/garder/{offer.pk}/", headers=headers).status_code == 403
    assert not Notebook.objects.exists()


def test_a_form_sent_without_its_cookie_is_refused_on_a_page_of_the_house(destination):
    answer = Client(enforce_csrf_checks=True).post("/contact/inscription/")
    assert answer.status_code == 403
    assert "Ce formulaire est à renvoyer." in answer.content.decode()


def test_a_form_goes_back_to_its_page_and_never_to_another_site(client, destination, offer):
    back = client.post(f"/carnet/garder/{offer.pk}/", headers={"Referer": "http://testserver/recherche/"})
    assert back.headers["Location"] == "http://testserver/recherche/"
    away = client.post(f"/carnet/retirer/{offer.pk}/", headers={"Referer": "https://ailleurs.fr/"})
    assert away.headers["Location"] == "/carnet/"


def test_robots_are_told_where_everything_is(client, destination, offer):
    assert "Sitemap: http://testserver/sitemap.xml" in page(client, "/robots.txt")
    section = page(client, "/sitemap-offres.xml")
    ElementTree.fromstring(section)  # noqa: S314
    assert f"http://testserver/offres/{offer.pk}/musee-de-la-lave/" in section
    assert f"http://testserver/en/offres/{offer.pk}/musee-de-la-lave/" in section


def test_a_child_site_keeps_its_prefix_in_every_address(client, destination, offer):
    Destination.everything.create(
        name="Salers", slug="salers", kind=destination.kind, parent=destination, territory=destination.territory
    )
    text = page(client, "/salers/")
    assert 'href="/salers/recherche/"' in text
    assert 'href="/salers/en/"' in text
    assert "/salers/" in page(client, "/")


def test_drawn_pictures_are_served_and_unknown_ones_are_not(client, destination, offer):
    assert page(client, "/dessins/lac/soir/7.svg").startswith("<svg")
    assert client.get("/dessins/mer/soir/7.svg").status_code == 404
    assert client.get(f"/offres/{offer.pk}/partage.png").content.startswith(b"\x89PNG")


def test_lost_visitors_are_shown_the_way(client, destination):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "Ce chemin ne mène plus nulle part." in response.content.decode()


def test_the_legal_notice_thanks_those_whose_data_is_shown(client, destination, commune):
    offer = OfferFactory(commune=commune)
    page = client.get("/mentions-legales/").text
    assert "GeoNames" in page
    assert "creativecommons.org/licenses/by/4.0" in page
    assert offer.source.name in page
