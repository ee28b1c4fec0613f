"""Figures that the desk and the meetings count by themselves: series like any other, revised, never doubled."""

from datetime import UTC, date, datetime, timedelta

import pytest

from belvedere.desk.actions import figures as desk
from belvedere.meetings.actions import figures as meetings
from belvedere.meetings.models import Measure as Closed
from belvedere.observatory.models import DataSource, Delivery, Series
from belvedere.observatory.queries import facts
from tests.factories.desk import DeskRequestFactory
from tests.factories.meetings import EditionFactory

NOW = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)


def values(key):
    one = Series.everything.get(key=key)
    return {row["period"].isoformat()[:10]: row["value"] for row in facts.points([one]).to_pylist()}


@pytest.fixture
def contacts(people):
    for month, language, country in ((8, "nl", "NL"), (8, "", ""), (10, "fr", "FR")):
        moment = datetime(2026, month, 2, 10, 0, tzinfo=UTC)
        DeskRequestFactory(destination=people.office, recorded_at=moment, language=language, country=country)
    return people.office


def test_the_desk_s_contacts_are_series_of_the_observatory(contacts):
    assert desk.push_contacts(destination=contacts, now=NOW) is not None
    assert values("contacts") == {"2026-08-01": 2, "2026-09-01": 0, "2026-10-01": 1}
    assert values("contacts:language:nl") == {"2026-08-01": 1, "2026-09-01": 0, "2026-10-01": 0}
    part = Series.everything.get(key="contacts:country:NL")
    assert (part.measure, part.unit, part.total.key) == ("requests", "requests", "contacts")
    assert (part.territory, part.is_public) == (contacts.territory, False)
    assert Series.everything.get(key="contacts").provisional_points == 1
    assert desk.push_contacts(destination=contacts, now=NOW) is None


def test_a_late_contact_revises_its_month(contacts):
    desk.push_contacts(destination=contacts, now=NOW)
    DeskRequestFactory(destination=contacts, recorded_at=datetime(2026, 8, 3, tzinfo=UTC))
    DeskRequestFactory(recorded_at=NOW)
    desk.push_contacts(destination=contacts, now=NOW + timedelta(days=1))
    assert values("contacts")["2026-08-01"] == 3
    assert (DataSource.everything.count(), Delivery.everything.count()) == (1, 2)


def test_closed_editions_add_up_by_year_and_a_rehearsal_is_left_out(people):
    for day, held, mark in ((date(2025, 10, 2), 80, 4.0), (date(2026, 4, 2), 50, 3.0), (date(2026, 10, 8), 40, 4.5)):
        edition = EditionFactory(destination=people.office, day=day)
        given = {"held": held, "overall": mark, "amount": 120_000, "rating": None}
        Closed.everything.create(edition=edition, measured_at=NOW, figures=given)
    trial = EditionFactory(destination=people.office, day=date(2026, 10, 1), rehearsal_of=edition)
    Closed.everything.create(edition=trial, measured_at=NOW, figures={"held": 999})
    meetings.push_editions(destination=people.office, now=NOW)
    assert values("rencontres:held") == {"2025-01-01": 80, "2026-01-01": 90}
    assert values("rencontres:overall") == {"2025-01-01": 4, "2026-01-01": 4.5}
    assert values("rencontres:amount")["2026-01-01"] == 2400
    assert not Series.everything.filter(key="rencontres:rating").exists()
    assert meetings.push_editions(destination=people.neighbour, now=NOW) is None
