"""Events and campaigns: declared, measured beside their controls, refused with a reason when nobody can tell."""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import timezone

from belvedere.kit.models import Job
from belvedere.observatory import events
from belvedere.observatory.actions import effects as actions
from belvedere.observatory.models import CityCampaign, EffectReading, Event, EventEdition, Series
from belvedere.observatory.queries import effects
from tests.factories import people as factories
from tests.factories.observatory import CityCampaignFactory, DataSourceFactory, EventFactory, SeriesFactory, fill

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FIRST, DAYS = np.datetime64("2022-01-01"), 1100


def visits(rank, rng):
    """Daily visits of a zone: a weekend, a summer, its own size and noise, weather that all share."""
    days = FIRST + np.arange(DAYS)
    weekend = 1 + (0.3 + 0.02 * rank) * ((days.astype(int) + 3) % 7 >= 5)
    season = 1 + 0.5 * np.cos(2 * np.pi * (days.astype(int) - 200) / 365.25)
    shared = np.random.default_rng(0).normal(0, 0.1, DAYS)
    return np.round((400 + 60 * rank) * weekend * season * np.exp(shared + rng.normal(0, 0.06, DAYS)))


def counted(source):
    """Eight zones counted by one source; the first one gains 40 % over three days of July, two years running."""
    rng = np.random.default_rng(7)
    out = []
    days = FIRST + np.arange(DAYS)
    for rank in range(8):
        one = SeriesFactory(source=source, zone=f"Zone {rank}", measure="visits", unit="visits", frequency="D")
        values = visits(rank, rng)
        if rank == 0:
            for year in (2023, 2024):
                start = np.datetime64(f"{year}-07-12")
                values[(days >= start) & (days < start + 3)] *= 1.4
        fill(one, values, periods=days)
        out.append(one)
    return out


def posted(people):
    """Visits and web visits by city of origin; the posted ones gain 25 % in May 2024."""
    days, rng = FIRST + np.arange(DAYS), np.random.default_rng(3)
    inside = (days >= np.datetime64("2024-05-06")) & (days <= np.datetime64("2024-06-02"))
    made = []
    for slug, measure, unit, gain in (("origines", "visits", "visits", 1.25), ("web", "web", "sessions", 1.3)):
        source = DataSourceFactory(destination=people.office, slug=slug, name=slug)
        for rank, city in enumerate(("Lyon", "Montpellier", "Nîmes", "Paris", "Dijon", "Nantes", "Tours", "Nice")):
            one = SeriesFactory(source=source, market=city, measure=measure, unit=unit, frequency="D", name=city)
            values = visits(rank, rng)
            if rank < 3:
                values[inside] *= gain
            fill(one, values, periods=days)
        made.append(source)
    return made


@pytest.fixture(scope="module")
def world(world_of, tmp_path_factory):
    folder = tmp_path_factory.mktemp("effects")
    with world_of(FACTS=folder):
        people = factories.cast()
        source = DataSourceFactory(destination=people.office)
        zones = counted(source)
        event = Event(destination=people.office, name="Festival", series=zones[0])
        actions.save_event(event=event, neighbours=[zones[1]], controls=[], by=people.anne, now=NOW)
        yield SimpleNamespace(
            people=people, source=source, zones=zones, festival=event, origins=posted(people), facts=folder
        )


@pytest.fixture
def zones(world):
    return world.zones


@pytest.fixture
def origins(world):
    return world.origins


@pytest.fixture
def festival(db, world):
    return Event.everything.get(pk=world.festival.pk)


def declare(event, people, year):
    start = date(year, 7, 12)
    return actions.declare_edition(event=event, start=start, end=start + timedelta(days=2), by=people.anne, now=NOW)


def test_an_edition_is_measured_beside_the_zones_that_fit(festival, people):
    edition = declare(festival, people, 2024)
    assert Job.objects.filter(name="observatory.read_effects").count() == 2  # of the passport, of the edition
    (reading,) = actions.read_effects(event=festival, now=NOW)
    low, high = reading.answer["relative95"]
    assert (reading.edition, reading.kind, reading.verdict) == (edition, "effect", "effect")
    assert low < 0.4 < high
    assert {one["unit"] for one in reading.answer["controls"]["used"]} == {f"Zone {k}" for k in range(2, 8)}
    assert "voisine" in reading.answer["controls"]["left_out"][0]["reason"]
    assert [one["unit"] for one in reading.answer["spill_over"]] == ["Zone 1"]
    assert len(reading.answer["expected"]) == 3
    assert len(reading.answer["placebos"]) > 40


def test_editions_together_narrow_the_answer(festival, people):
    for year in (2023, 2024):
        declare(festival, people, year)
    actions.read_effects(event=festival, now=NOW)
    found = effects.passport(festival)
    assert [one.edition.start.year for one in found.editions] == [2024, 2023]
    assert found.pooled.editions == 2
    widths = [one.effect.answer["relative95"][1] - one.effect.answer["relative95"][0] for one in found.editions]
    assert found.pooled.relative95[1] - found.pooled.relative95[0] < max(widths)
    assert found.latest.edition.start.year == 2024
    assert found.coming is None


def test_before_the_event_one_knows_what_would_stay_invisible(festival, people):
    declare(festival, people, 2025)
    (reading,) = actions.read_effects(event=festival, now=NOW)
    assert reading.kind == "power"
    assert 0.02 < reading.answer["mde"] < 0.5
    assert "invisible" in reading.answer["reasons"][0]
    assert len(reading.answer["controls"]["used"]) == 6
    assert effects.passport(festival).coming.power == reading


def test_only_the_chosen_controls_serve_and_too_few_are_refused(festival, people, zones):
    declare(festival, people, 2024)
    actions.save_event(event=festival, neighbours=[], controls=zones[2:5], by=people.anne, now=NOW)
    (reading,) = actions.read_effects(event=festival, now=NOW)
    assert reading.verdict == "cannot tell"
    assert "Seulement 3 zones témoins" in " ".join(reading.answer["reasons"])
    actions.save_event(event=festival, neighbours=[], controls=zones[2:], by=people.anne, now=NOW)
    (reading,) = actions.read_effects(event=festival, now=NOW)
    assert reading.verdict == "effect"


def test_two_events_at_once_in_one_zone_cannot_be_told_apart(festival, people, zones):
    declare(festival, people, 2024)
    other = EventFactory(destination=people.office, series=zones[0], name="Course")
    EventEdition.everything.create(event=other, start=date(2024, 7, 13), end=date(2024, 7, 13))
    (reading,) = actions.read_effects(event=festival, now=NOW)
    assert reading.verdict == "cannot tell"
    assert "ne peuvent pas être séparés" in reading.answer["reasons"][0]


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (date(2024, 7, 12), date(2024, 7, 11), "avant de commencer"),
        (date(2024, 1, 1), date(2024, 6, 1), "au plus"),
        (date(2023, 7, 14), date(2023, 7, 16), "déjà déclarée"),
    ],
)
def test_wrong_editions_are_refused(festival, people, start, end, message):
    declare(festival, people, 2023)
    with pytest.raises(actions.WrongEvent, match=message):
        actions.declare_edition(event=festival, start=start, end=end, by=people.anne, now=NOW)


def test_wrong_passports_are_refused(festival, people, zones, nights):
    for neighbours, controls in (([zones[2]], [zones[2]]), ([zones[0]], [])):
        with pytest.raises(actions.WrongEvent):
            actions.save_event(event=festival, neighbours=neighbours, controls=controls, by=people.anne, now=NOW)
    monthly = Event(destination=people.office, name="Autre", series=nights)
    with pytest.raises(actions.WrongEvent, match="par jour"):
        actions.save_event(event=monthly, neighbours=[], controls=[], by=people.anne, now=NOW)


def test_an_edition_before_any_figure_is_answered_with_a_reason(festival, people):
    actions.declare_edition(event=festival, start=date(2015, 7, 1), end=date(2015, 7, 2), by=people.anne, now=NOW)
    (reading,) = actions.read_effects(event=festival, now=NOW)
    assert (reading.verdict, reading.kind) == ("cannot tell", "effect")
    assert reading.answer["reasons"]


def test_an_edition_taken_away_takes_its_reading(festival, people):
    edition = declare(festival, people, 2024)
    actions.read_effects(event=festival, now=NOW)
    actions.remove_edition(edition=edition, by=people.anne, now=NOW)
    assert not EffectReading.everything.exists()


def campaign_of(people, origins, **given):
    found = CityCampaignFactory.build(
        destination=people.office, name="Affiches", origins=origins[0], web=origins[1], cities=["Lyon", "Nîmes"],
        most=2, weeks=4, city_week=900, budget=8000, start=date(2025, 5, 5), **given,
    )  # fmt: skip
    return actions.save_campaign(campaign=found, by=people.anne, now=NOW)


def test_plans_of_a_campaign_are_compared_before_it(people, origins):
    campaign = campaign_of(people, origins)
    actions.read_campaign(campaign=campaign, now=NOW)
    campaign.refresh_from_db()
    assert len(campaign.designs) == 6
    inside = [plan for plan in campaign.designs if plan["within"]]
    assert campaign.designs[: len(inside)] == inside
    assert {plan["days"] for plan in campaign.designs} == {14, 28}
    assert all(plan["cost"] <= 8000 and 0 < plan["mde"] < 0.5 for plan in inside)


def test_a_posted_campaign_is_measured_on_visits_and_on_the_web(people, origins):
    campaign = campaign_of(people, origins)
    campaign.start, campaign.end, campaign.posted = date(2024, 5, 6), date(2024, 6, 2), ["Lyon", "Montpellier", "Nîmes"]
    actions.save_campaign(campaign=campaign, by=people.anne, now=NOW)
    actions.read_campaign(campaign=campaign, now=NOW)
    sheet = effects.campaign_sheet(campaign)
    for reading, truth in ((sheet.visits, 0.25), (sheet.web, 0.3)):
        low, high = reading.answer["relative95"]
        assert low < truth < high
        assert reading.verdict == "effect"
    assert sorted(one.city for one in sheet.cities if one.kind == "effect") == ["Lyon", "Montpellier", "Nîmes"]


def test_a_city_that_nobody_counts_is_refused(people, origins):
    campaign = CityCampaign(
        destination=people.office, name="Loin", origins=origins[0], cities=["Rome"], start=date(2025, 5, 5)
    )
    with pytest.raises(actions.WrongEvent, match="Rome"):
        actions.save_campaign(campaign=campaign, by=people.anne, now=NOW)


def test_new_figures_have_effects_read_again(festival, people, origins):
    campaign = campaign_of(people, origins)
    Job.objects.all().delete()
    market = Series.everything.filter(source=origins[1]).first()
    events.series_changed.send(sender=Series, ids=[festival.series_id, market.pk], delivery=1)
    named = {(job.name, job.arguments.get("event") or job.arguments.get("campaign")) for job in Job.objects.all()}
    assert ("observatory.read_effects", festival.pk) in named
    assert ("observatory.read_campaign", campaign.pk) in named
