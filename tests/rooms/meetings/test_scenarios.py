"""Scenarios: solved behind the pages, read side by side, one chosen; presences keep their hours."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from belvedere.kit.models import Job
from belvedere.meetings.actions import plans, scenarios, wishes
from belvedere.meetings.models import Edition, PlanVersion, Scenario
from belvedere.meetings.queries import presence
from belvedere.meetings.queries import scenarios as reads
from belvedere.meetings.tasks import scenario as job
from tests.factories.meetings import EditionFactory, ScenarioFactory

from .conftest import NOW


@pytest.fixture
def wished(edition, sellers, buyers):
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=NOW)
    return edition


@pytest.fixture
def anne(client, people):
    client.force_login(people.anne)
    return client


def solved(edition, **settings):
    one = scenarios.add_scenario(scenario=Scenario(edition=edition, name=str(settings), **settings), by=None, now=NOW)
    return scenarios.solve_scenario(scenario=one, budget=0.2, now=NOW)


def test_a_shorter_slot_ends_sooner_and_larger_tables_end_sooner_still(wished):
    long, short = solved(wished, slot_minutes=15), solved(wished, slot_minutes=8)
    tables = solved(wished, slot_minutes=8, group_size=4)
    assert long.outcome["served"] == short.outcome["served"] == tables.outcome["served"] == 4
    assert long.outcome["value"] == short.outcome["value"]
    assert tables.outcome["ends"] < short.outcome["ends"] < long.outcome["ends"]


def test_nobody_meets_during_a_break(wished):
    whole = solved(wished, breaks=[[9 * 60, 10 * 60 + 20]])
    assert whole.outcome["slots"] == 8
    assert whole.outcome["meetings"] < solved(wished).outcome["meetings"]


def test_without_wishes_the_scenario_says_so(edition, sellers, buyers):
    assert "Aucun souhait" in solved(edition).refusal


def test_the_job_solves_and_survives_a_removal(wished):
    one = scenarios.add_scenario(scenario=Scenario(edition=wished, name="Court"), by=None, now=NOW)
    number = Job.objects.get(name="meetings.scenario").arguments["scenario"]
    said = []
    job(progress=lambda *words: said.append(words), scenario=number)
    one.refresh_from_db()
    assert one.outcome["status"] == "optimal"
    scenarios.remove_scenario(scenario=one, by=None, now=NOW)
    job(progress=lambda *words: None, scenario=number)


def test_the_chosen_one_becomes_the_setting_and_hours_stay(wished, sellers):
    sellers[0].available = [3, 4]
    sellers[0].save()
    Edition.everything.update(status="closed")
    wished.refresh_from_db()
    draft = plans.solve_edition(edition=wished, budget=0.2, by=None, now=NOW)
    one = solved(wished, slot_minutes=7, change_minutes=1, group_size=2)
    chosen = scenarios.choose_scenario(scenario=one, by=None, now=NOW)
    assert (chosen.slot_minutes, chosen.group_size, chosen.status) == (7, 2, "closed")
    assert not PlanVersion.everything.filter(pk=draft.pk).exists()
    assert Job.objects.filter(name="meetings.plan").count() == 1
    sellers[0].refresh_from_db()
    # Slots 3 and 4 of 17 minutes: from 9:51 to 10:23.
    assert [chosen.hour(t) for t in sellers[0].available] == [
        f"{hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{minute:02d}" for hour, minute in ((9, 56), (10, 4), (10, 12))
    ]


def test_an_announced_day_is_not_cut_again(wished):
    Edition.everything.update(status="closed")
    wished.refresh_from_db()
    plan = plans.solve_edition(edition=wished, budget=0.2, by=None, now=NOW)
    plans.publish_plan(plan=plan, by=None, now=NOW)
    with pytest.raises(scenarios.Refused, match="publié"):
        scenarios.choose_scenario(scenario=ScenarioFactory(edition=wished), by=None, now=NOW)


def test_scenarios_are_few_and_named_once(edition):
    for k in range(scenarios.SCENARIOS_MAX):
        scenarios.add_scenario(scenario=Scenario(edition=edition, name=f"n{k}"), by=None, now=NOW)
    with pytest.raises(scenarios.Refused, match="Huit"):
        scenarios.add_scenario(scenario=Scenario(edition=edition, name="n9"), by=None, now=NOW)
    Scenario.everything.filter(name="n7").delete()
    with pytest.raises(scenarios.Refused):
        scenarios.add_scenario(scenario=Scenario(edition=edition, name="n1"), by=None, now=NOW)


@given(st.sets(st.integers(0, 7)), st.integers(3, 40), st.integers(0, 10))
def test_a_presence_moved_there_and_back_never_grows(there, minutes, change):
    before = EditionFactory.build(destination=None)
    after = EditionFactory.build(destination=None, slot_minutes=minutes, change_minutes=change)
    moved = presence.moved(sorted(there), before, after)
    inside = [(after.first_minute + t * after.step, after.first_minute + t * after.step + minutes) for t in moved]
    spans = presence.spans_of(there, before)
    assert all(any(first <= start and end <= last for first, last in spans) for start, end in inside)
    assert presence.moved(sorted(there), before, before) == sorted(there)


def test_anne_compares_and_chooses(anne, wished):
    url = reverse("edition:scenarios", args=[wished.pk])
    anne.post(url, {"verb": "propose"})
    for one in Scenario.everything.all():
        scenarios.solve_scenario(scenario=one, budget=0.2, now=NOW)
    page = anne.get(url).content.decode()
    for words in ("Réglage actuel", "Rencontres de 10 min", "Tables de 2", "4 sur 4", "le mieux", "en vigueur"):
        assert words in page, words
    short = Scenario.everything.get(slot_minutes=10)
    anne.post(url, {"verb": f"choose:{short.pk}"})
    wished.refresh_from_db()
    assert wished.slot_minutes == 10
    form = {"verb": "add", "name": "Long", "slot_minutes": 30, "change_minutes": 5, "tables": "", "group_size": 1,
            "aim": "holes", "waves": "", "pauses": "10:00-10:15"}  # fmt: skip
    anne.post(url, form)
    assert Scenario.everything.get(name="Long").breaks == [[600, 615]]
    assert "écrivez 12:00-12:45" in anne.post(url, form | {"name": "Faux", "pauses": "10:00"}).content.decode()
    anne.post(url, {"verb": f"remove:{short.pk}"})
    assert not Scenario.everything.filter(pk=short.pk).exists()


def test_changed_wishes_make_a_comparison_old(wished, sellers):
    solved(wished)
    assert not reads.comparison(wished).cards[0].stale
    wishes.place_wishes(participant=sellers[0], wanted=[], by=None, now=NOW)
    assert reads.comparison(wished).cards[0].stale


def test_a_stranger_neither_looks_nor_writes(client, people, wished):
    client.force_login(people.chloe)
    url = reverse("edition:scenarios", args=[wished.pk])
    assert client.get(url).status_code in (302, 404)
    assert client.post(url, {"verb": "propose"}).status_code in (302, 404)
    assert not Scenario.everything.exists()


def test_the_comparison_asks_as_many_questions_with_three_rows_as_with_one(anne, wished):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert anne.get(reverse("edition:scenarios", args=[wished.pk])).status_code == 200
        return len(queries)

    solved(wished)
    count()
    before = count()
    solved(wished, slot_minutes=8)
    solved(wished, slot_minutes=9)
    assert count() == before
