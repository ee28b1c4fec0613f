"""What a poster campaign cost counts among what winning a visitor costs."""

from datetime import UTC, date, datetime

from belvedere.cockpit import tasks
from belvedere.cockpit.actions import spending
from belvedere.contacts.models import Expense
from belvedere.contacts.queries import value
from belvedere.kit.models import Entry
from tests.factories.observatory import CityCampaignFactory

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAYS = {"start": date(2026, 4, 1), "end": date(2026, 4, 23)}


def tell(people):
    return spending.tell_spending(destination=people.office, now=NOW)


def test_a_posted_campaign_is_a_cost_of_acquisition_told_once(people):
    posted = CityCampaignFactory(
        destination=people.office, name="Printemps", posted=["Lyon", "Nantes"], city_week=250, **DAYS
    )
    CityCampaignFactory(destination=people.office, city_week=250, **DAYS)
    CityCampaignFactory(destination=people.office, posted=["Lyon"], **DAYS)
    assert tell(people) == 1
    line = Expense.everything.get()
    assert (line.name, line.purpose, line.start, line.end) == ("Printemps", "acquisition", *DAYS.values())
    assert line.amount == 2 * 4 * 250 * 100
    costs = value.inputs(people.office, NOW).costs
    assert [(one.purpose, one.amount) for one in costs] == [("acquisition", 2000.0)]
    journal = Entry.objects.count()
    tell(people)
    assert Entry.objects.count() == journal
    posted.city_week = 300
    posted.save()
    tell(people)
    assert Expense.everything.get().amount == 2 * 4 * 300 * 100


def test_a_campaign_taken_away_costs_nothing_and_the_office_s_own_lines_stay(people):
    campaign = CityCampaignFactory(destination=people.office, posted=["Lyon"], city_week=100, **DAYS)
    tasks.tell_spending.call_local()
    own = Expense.everything.create(
        destination=people.office, name="Salon", purpose="acquisition", amount=5000, source="facture", noted_at=NOW,
        **DAYS,
    )  # fmt: skip
    assert Expense.everything.count() == 2
    campaign.delete()
    tasks.tell_spending.call_local()
    assert Expense.everything.get() == own
