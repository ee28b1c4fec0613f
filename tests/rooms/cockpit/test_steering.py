"""The cockpit: this week, this season, and what asks for somebody."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from belvedere.cockpit.queries import attention, expected, readings, steering
from belvedere.observatory import access as observatory
from belvedere.observatory.models import ForecastRun, Series
from belvedere.observatory.queries import outlooks
from tests.factories.catalogue import OfferFactory, SourceFactory
from tests.factories.cockpit import MonthNoteFactory
from tests.factories.desk import ComplaintFactory, DeskRequestFactory
from tests.factories.meetings import EditionFactory, SignUpFactory
from tests.factories.observatory import DataSourceFactory, DeliveryFactory, SeriesFactory, fill

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))


def keys(people, office):
    return [matter.key.partition("-")[0] for matter in attention.matters(people.anne, office, now=NOW)]


def test_a_month_a_season_a_week(people, office, nights, source):
    passing = SeriesFactory(
        source=source, territory=office.territory, name="Sentier", measure="counts", unit="visits", frequency="D"
    )
    days = np.arange(np.datetime64("2023-01-01"), np.datetime64("2026-01-19"))
    fill(passing, [100.0 + 5 * (k % 7) for k in range(len(days))], periods=days)
    found = steering.steering(people.anne, office, month=None, now=NOW)
    assert found.month == date(2025, 12, 1)
    assert found.season_name == "saison d’hiver 2025-2026"
    assert [one.period for one in found.season.readings] == ["octobre à décembre\u00a02025"]
    assert [one.year.verdict for one in found.of_month.readings] == ["up"]
    assert [one.label for one in found.week.readings] == ["Sentier"]
    assert found.week.readings[0].period == "12 au 18\u00a0janvier\u00a02026"
    assert steering.steering(people.anne, office, month=date(2025, 8, 1), now=NOW).season_name == "saison d’été 2025"
    assert steering.steering(people.anne, office, month=date(1999, 8, 1), now=NOW).month == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("month", "name", "last", "span"),
    [
        (date(2026, 8, 1), "saison d’été 2026", date(2026, 8, 1), 5),
        (date(2026, 4, 1), "saison d’hiver 2025-2026", date(2026, 3, 1), 6),
        (date(2026, 2, 1), "saison d’hiver 2025-2026", date(2026, 2, 1), 5),
        (date(2026, 10, 1), "saison d’été 2026", date(2026, 9, 1), 6),
    ],
)
def test_a_season_that_has_only_begun_is_the_one_before(month, name, last, span):
    assert readings.season_at(month) == (name, last, span)


def test_only_what_one_may_see_is_told(people, office, source):
    own = SeriesFactory(source=source, territory=office.territory, is_public=False)
    fill(own, [100.0] * 36)
    seen = observatory.visible_to(people.chloe, Series)
    assert readings.told_series(office, seen) == []
    assert [one.pk for one in readings.told_series(office, observatory.visible_to(people.anne, Series))] == [own.pk]


def test_when_all_is_well_nothing_asks(people, office, nights):
    assert keys(people, office) == []


def test_what_asks_for_somebody(people, office):
    late = DataSourceFactory(destination=office, name="Muette")
    SeriesFactory(source=late, first=date(2023, 1, 1), last=date(2025, 3, 1))
    part = DataSourceFactory(destination=office, name="Boiteuse")
    SeriesFactory(source=part, first=date(2023, 1, 1), last=date(2025, 3, 1))
    SeriesFactory(source=part, first=date(2023, 1, 1), last=date(2025, 12, 1), territory=office.territory)
    SeriesFactory(source=part, first=date(2003, 1, 1), last=date(2012, 12, 1))
    DeliveryFactory(source=part, started_at=NOW - timedelta(days=2), status="done", counts={"failed": 3})
    source = SourceFactory(destination=office)
    source.runs.create(feed="f", started_at=NOW - timedelta(days=1), status="interrupted")
    OfferFactory(commune=people.here, completeness=20)
    DeskRequestFactory(destination=office, unmet=True, question="Une piscine", recorded_at=NOW - timedelta(days=3))
    ComplaintFactory(
        destination=office, received_on=date(2025, 12, 20), acknowledge_by=date(2026, 1, 1), answer_by=date(2026, 2, 1)
    )
    EditionFactory(
        destination=office, day=date(2026, 3, 10), status="open", closes_at=NOW + timedelta(days=5), name="Rencontres"
    )
    SignUpFactory(edition=EditionFactory(destination=office, day=date(2026, 6, 1), status="draft"))
    MonthNoteFactory(destination=office, month=date(2025, 11, 1))
    found = attention.matters(people.anne, office, now=NOW)
    assert {matter.key.partition("-")[0] for matter in found} == {
        "source", "series", "delivery", "run", "offers", "unmet", "complaints", "edition", "signups", "note",
    }  # fmt: skip
    assert [matter.weight for matter in found] == sorted((matter.weight for matter in found), reverse=True)
    said = {matter.key.partition("-")[0]: matter.sentence for matter in found}
    assert said["source"] == "Muette\u00a0: rien de nouveau depuis mars 2025."
    assert said["series"] == "Boiteuse\u00a0: 1 série ne suit plus les autres."
    assert "3 séries en échec" in said["delivery"]
    assert said["note"] == "La note du mois n’est pas encore écrite\u00a0: décembre 2025."


def test_no_note_is_asked_for_of_a_month_that_no_series_knows(people, office):
    MonthNoteFactory(destination=office, month=date(2023, 4, 1))
    SeriesFactory(territory=office.territory, first=date(2011, 1, 1), last=date(2023, 4, 1))
    assert "note" not in keys(people, office)


def test_every_matter_leads_somewhere_and_queries_are_counted(client, people, office, nights, source):
    client.force_login(people.anne)

    def asked(count):
        for k in range(count):
            DeliveryFactory(source=DataSourceFactory(destination=office), started_at=NOW, status="interrupted")
            SignUpFactory(edition=EditionFactory(destination=office, day=date(2026, 6, 1 + k)))
        client.get(reverse("steering"))
        with CaptureQueriesContext(connection) as found:
            response = client.get(reverse("steering"))
        assert response.status_code == 200
        for _matter, url in response.context["matters"]:
            assert client.get(url).status_code == 200
        return len(found)

    assert asked(1) == asked(3)


def test_the_page_is_for_offices(client, people, office, nights):
    client.force_login(people.denis)
    text = client.get(reverse("steering"), {"destination": office.pk, "mois": "2025-11"}).content.decode()
    assert "Novembre 2025" in text
    assert client.get(reverse("steering"), {"destination": "x", "mois": "jamais"}).status_code == 200
    client.force_login(people.paul)
    assert client.get(reverse("steering")).status_code in (302, 403)


def test_an_office_without_figures_is_told_what_to_do(client, people):
    client.force_login(people.chloe)
    assert "Livrer un fichier" in client.get(reverse("steering")).content.decode()


def test_what_was_said_before_is_set_beside_what_came(people, office, nights, settings):
    def say(until, replayed, level):
        run = ForecastRun.everything.create(
            source=nights.source, frequency="M", made_at=NOW, known_until=until, horizon=3, replayed=replayed,
            digest=f"{until}{replayed}",
        )  # fmt: skip
        periods = [date(2025, month, 1) for month in (10, 11, 12)]
        columns = {"series": [nights.pk] * 3, "step": [1, 2, 3], "period": periods}
        columns |= {name: [level * k] * 3 for name, k in zip(expected.BOUNDS, (1, 0.9, 1.1, 0.8, 1.2), strict=True)}
        file = outlooks.file_of(run)
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), file)

    say(date(2025, 9, 1), False, 4000.0)
    say(date(2025, 11, 1), True, 9000.0)
    say(date(2025, 12, 1), False, 9999.0)
    found = steering.steering(people.anne, office, month=None, now=NOW)
    (month,), (season,) = found.of_month.readings, found.season.readings
    assert (month.forecast.mean, season.forecast.mean, season.forecast.lo80) == (4000.0, 12000.0, 10800.0)
    assert month.expected.verdict == "up"
    nights.secrecy = 10**6
    nights.save()
    assert steering.steering(people.anne, office, month=None, now=NOW).of_month.readings == ()
