"""Pages of the season and of effects, for everybody and at the office."""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import timezone

from belvedere.observatory.actions import effects, outlooks
from belvedere.observatory.models import CityCampaign, Event, EventEdition, Series
from tests.factories import people as factories
from tests.factories.observatory import CityCampaignFactory, DataSourceFactory, SeriesFactory, fill

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAYS = np.datetime64("2023-01-01") + np.arange(760)


@pytest.fixture
def signed_in(client, people):
    def sign(name):
        client.force_login(getattr(people, name))
        return client

    return sign


def foreseen(people, source):
    rank = np.arange(60)
    one = SeriesFactory(source=source, name="Nuitées", territory=people.office.territory, is_public=True)
    fill(one, 1000 * (1 + 0.8 * np.exp(-(((rank % 12 - 6.5) / 1.5) ** 2))), first=2020)
    outlooks.foresee(source=source, frequency="M", now=NOW)
    outlooks.foresee(source=source, frequency="M", now=NOW, until=date(2023, 12, 31))
    return one


def counted(source):
    rng = np.random.default_rng(1)
    weekend = 1 + 0.4 * ((DAYS.astype(int) + 3) % 7 >= 5)
    out = []
    for rank in range(7):
        one = SeriesFactory(source=source, zone=f"Zone {rank}", measure="counts", unit="visits", frequency="D")
        values = np.round(500 * weekend * np.exp(rng.normal(0, 0.07, len(DAYS))))
        if rank == 0:
            values[558:561] *= 1.5
        fill(one, values, periods=DAYS)
        out.append(one)
    return out


def measured(people, zones):
    event = Event(destination=people.office, name="Fête du lac", series=zones[0], is_public=True)
    days = (date(2024, 7, 12), date(2024, 7, 14))
    effects.save_event(event=event, neighbours=[], controls=[], first=days, by=people.anne, now=NOW)
    effects.declare_edition(event=event, start=date(2025, 7, 11), end=date(2025, 7, 13), by=people.anne, now=NOW)
    effects.read_effects(event=event, now=NOW)
    return event


@pytest.fixture(scope="module")
def world(world_of, tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    with world_of(FACTS=folder):
        people = factories.cast()
        source = DataSourceFactory(destination=people.office)
        zones = counted(source)
        yield SimpleNamespace(
            people=people, source=source, zones=zones, public=foreseen(people, source),
            festival=measured(people, zones), facts=folder,
        )  # fmt: skip


@pytest.fixture
def public(db, world):
    return world.public


@pytest.fixture
def zones(db, world):
    return world.zones


@pytest.fixture
def festival(db, world):
    return world.festival


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_season_is_said_in_a_sentence_with_its_margin(client, public):
    text = text_of(client, "/observatoire/saison/")
    assert "par rapport à l’an dernier, sûr à 80 %" in text
    assert "Juillet–août 2025" in text
    assert 'data-island="chart"' in text
    assert "rejouées après coup" in text
    english = text_of(client, "/en/observatoire/saison/")
    assert "compared with last year" in english
    assert "July–August 2025" in english


def test_a_season_without_figures_says_so(client):
    Series.everything.update(is_public=False)
    Event.everything.update(is_public=False)
    assert "Pas encore de prévision" in text_of(client, "/observatoire/saison/")
    assert "Rien à vérifier" in text_of(client, "/observatoire/previsions/")
    assert "Aucun effet publié" in text_of(client, "/observatoire/effets/")


def test_past_words_are_shown_beside_what_came(client, public):
    assert "Comme" in text_of(client, "/observatoire/previsions/").replace("comme", "Comme")
    text = text_of(client, f"/observatoire/previsions/{public.pk}/")
    assert "décembre 2024" in text
    assert "(rejouée)" in text
    Series.everything.filter(pk=public.pk).update(is_public=False)
    assert client.get(f"/observatoire/previsions/{public.pk}/").status_code == 404


def test_a_published_event_shows_its_passport(client, festival):
    text = text_of(client, f"/observatoire/effets/evenements/{festival.pk}/")
    for words in ("effet mesuré", "sûr à 95", "resterait le plus souvent invisible", "zones témoins", "Jour par jour"):
        assert words in text
    Event.everything.update(is_public=False)
    assert client.get(f"/observatoire/effets/evenements/{festival.pk}/").status_code == 404


def test_a_secret_series_shows_no_day_of_its_event(client, festival, zones):
    Series.everything.filter(pk=zones[0].pk).update(secrecy=480)
    text = text_of(client, f"/observatoire/effets/evenements/{festival.pk}/")
    assert "effet mesuré" in text
    assert "Jour par jour" not in text


def test_the_office_declares_an_event_and_reads_it(signed_in, people, zones):
    Event.everything.all().delete()
    given = {
        "destination": people.office.pk, "name": "Foire", "kind": "fair", "series": zones[0].pk,
        "start": "2024-07-12", "end": "2024-07-14",
    }  # fmt: skip
    assert signed_in("bruno").post("/bureau/event/new/", given).status_code == 302
    event = Event.everything.get()
    assert EventEdition.everything.get().days == 3
    effects.read_effects(event=event, now=NOW)
    assert "effet mesuré" in text_of(signed_in("anne"), f"/bureau/event/inspect/{event.pk}/")
    assert signed_in("chloe").get(f"/bureau/event/inspect/{event.pk}/").status_code == 404


def test_an_edition_is_declared_refused_and_removed(signed_in, festival):
    anne, url = signed_in("anne"), f"/bureau/event/{festival.pk}/editions/"
    anne.post(url, {"start": "2024-07-13", "end": "2024-07-13"})
    assert festival.editions.count() == 2
    anne.post(url, {"start": "2024-08-13", "end": "2024-08-13"})
    assert festival.editions.count() == 3
    anne.post(url, {"remove": festival.editions.first().pk})
    assert festival.editions.count() == 2
    assert signed_in("chloe").post(url, {"start": "2024-09-13", "end": "2024-09-13"}).status_code == 404


def test_a_campaign_is_planned_at_the_office(signed_in, people, source):
    for city in ("Lyon", "Nîmes", "Paris"):
        fill(SeriesFactory(source=source, market=city, frequency="D", measure="visits"), [5, 6, 7],
             periods=DAYS[:3])  # fmt: skip
    given = {
        "destination": people.office.pk, "name": "Affiches", "origins": source.pk, "cities": "Lyon\nNîmes", "most": 2,
        "weeks": 2, "city_week": 100, "budget": 1000, "start": "2025-05-05", "posted": "",
    }  # fmt: skip
    anne = signed_in("anne")
    assert "Rome" in anne.post("/bureau/citycampaign/new/", given | {"cities": "Rome"}).content.decode()
    assert anne.post("/bureau/citycampaign/new/", given).status_code == 302
    campaign = CityCampaign.everything.get()
    assert campaign.cities == ["Lyon", "Nîmes"]
    effects.read_campaign(campaign=campaign, now=NOW)
    assert "Plans comparés" in text_of(anne, f"/bureau/citycampaign/inspect/{campaign.pk}/")


def test_the_office_sees_the_last_word_on_each_of_its_series(signed_in, public):
    anne = signed_in("anne")
    assert public.name in text_of(anne, "/bureau/seriesforecast/")
    row = public.forecasts.filter(run__replayed=False).get()
    assert "sûr à 80" in text_of(anne, f"/bureau/seriesforecast/inspect/{row.pk}/")


def test_lists_cost_the_same_with_one_row_or_three(
    signed_in, client, people, festival, source, public, django_assert_max_num_queries
):
    anne = signed_in("anne")
    for rows in (1, 2):
        for _ in range(rows):
            CityCampaignFactory(destination=people.office, origins=source, is_public=True)
        for address in ("/bureau/event/", "/bureau/citycampaign/", "/bureau/seriesforecast/", "/observatoire/effets/"):
            anne.get(address)
            with django_assert_max_num_queries(34):
                anne.get(address)


def test_an_edition_too_long_is_said(signed_in, festival):
    anne = signed_in("anne")
    end = date(2023, 1, 5) + timedelta(days=200)
    answer = anne.post(f"/bureau/event/{festival.pk}/editions/", {"start": "2023-01-05", "end": end}, follow=True)
    assert "au plus" in answer.content.decode()
