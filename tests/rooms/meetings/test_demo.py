"""The demo's own day, in small."""

import pytest

from belvedere.config.demo import meetings as demo
from belvedere.config.demo import meetings_call as call
from belvedere.meetings.models import Edition, PlanVersion
from belvedere.meetings.queries import suggestions
from tests.factories.people import OrganisationFactory
from tests.factories.territories import DestinationFactory


@pytest.mark.slow
def test_the_demo_is_planned_published_and_made_once(db, monkeypatch):
    monkeypatch.setattr(demo, "SELLERS", 120)
    monkeypatch.setattr(demo, "BUYERS", 4)
    DestinationFactory(slug=demo.PROVIDER_AT)
    OrganisationFactory(name="Maison Vigier")
    demo.load_meetings()
    demo.load_meetings()
    edition = Edition.everything.get()
    plan = PlanVersion.everything.get(edition=edition)
    assert (edition.status, plan.is_current) == ("published", True)
    assert set(edition.participants.filter(side="buyer").values_list("seats", flat=True)) == {demo.SEATS}
    assert edition.participants.filter(name="Maison Vigier").exists()
    assert plan.value <= plan.bound
    assert plan.count > 0


def test_the_next_day_waits_with_suggestions_and_scenarios(db):
    destination = DestinationFactory(slug=demo.PROVIDER_AT)
    OrganisationFactory(name="Maison Vigier", destination=destination)
    call.load_meetings_call()
    call.load_meetings_call()
    edition = Edition.everything.get()
    assert (edition.status, edition.participants.count()) == ("open", 1 + call.SELLERS + call.BUYERS)
    assert edition.signups.filter(state="asked").count() == 3
    assert all(one.outcome["served"] for one in edition.scenarios.all())
    buyer = edition.participants.filter(side="buyer").first()
    assert suggestions.ideas_for(buyer)


def test_without_its_destination_the_demo_makes_nothing(db):
    demo.load_meetings()
    call.load_meetings_call()
    assert not Edition.everything.exists()
