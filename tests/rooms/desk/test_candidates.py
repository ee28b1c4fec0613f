"""Advice: no reason is ever false against the data, what is known to be against sets aside, columns follow changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belvedere.catalogue.actions import index
from belvedere.catalogue.models import Offer, Session
from belvedere.desk.actions import requests
from belvedere.desk.models import Recommendation
from belvedere.desk.queries import candidates, facts, table
from belvedere.desk.queries.desk import Place
from belvedere.engines import advice, hours
from tests.factories.catalogue import OfferFactory

from .conftest import NOW
from .judge import WISHES, check

DAY = date(2026, 7, 15)
HERE = Place("Ici", 3.08, 45.77)
SHUT_WEDNESDAY = hours.Schedule((hours.Rule(spans=((600, 1080),), weekdays=0b1111011),)).to_dict()
ALL_DAY = hours.Schedule((hours.Rule(spans=((540, 1140),)),)).to_dict()
SPLIT = hours.Schedule((hours.Rule(spans=((540, 720), (840, 1080))),)).to_dict()
UNSAID = hours.Schedule((hours.Rule(),)).to_dict()


@st.composite
def offers(draw, pk):
    kind = draw(st.sampled_from(sorted(WISHES)))
    event = kind in ("Concert", "Exhibition", "Market")
    lines = draw(st.sampled_from([
        [], [{"min": 0, "currency": "EUR"}], [{"min": 500, "max": 900, "currency": "EUR"}],
        [{"min": 800, "fr": "Plein tarif"}, {"min": 300, "fr": "Enfant"}], [{"min": 400, "fr": "Groupe"}, {"min": 600}],
    ]))  # fmt: skip
    return {
        "pk": pk, "updated_at": NOW, "families": 2 if event else 1, "types": [kind], "name": f"{kind} {pk}",
        "lon": 3.08 + draw(st.floats(-0.6, 0.6)), "lat": 45.77 + draw(st.floats(-0.4, 0.4)),
        "themes": draw(st.sampled_from([[], [{"key": "Family"}]])), "prices": lines,
        "accessibility": draw(st.sampled_from([[], [{"key": "ReducedMobility"}]])),
        "min_price": draw(st.sampled_from([None, 0])) if not lines else None,
        "capacities": draw(st.sampled_from([{}, {"people": 3}, {"people": 50}])),
        "languages": draw(st.sampled_from([[], ["fr"], ["fr", "en"]])),
        "details": draw(st.sampled_from([{}, {"pets": True}, {"pets": False}, {"distance": 9000}])),
        "schedule": {} if event else draw(st.sampled_from([{}, ALL_DAY, SPLIT, SHUT_WEDNESDAY, UNSAID])),
        "completeness": draw(st.integers(0, 100)),
    }  # fmt: skip


needs = st.builds(
    advice.Need, lon=st.just(3.08), lat=st.just(45.77), begin=st.sampled_from([0.0, 600.0, 1000.0]),
    end=st.sampled_from([1080.0, 1440.0]), mode=st.sampled_from(["foot", "bike", "transit", "car"]),
    most_travel=st.sampled_from([15.0, 50.0]), adults=st.integers(1, 4),
    children=st.lists(st.sampled_from([1.0, 8.0, 15.0]), max_size=3).map(tuple), dog=st.booleans(),
    wheelchair=st.booleans(), pushchair=st.booleans(), budget=st.none() | st.sampled_from([0.0, 20.0, 90.0]),
    interests=st.sets(st.integers(0, 14), max_size=4).map(lambda bits: tuple((bit, 1.0) for bit in sorted(bits))),
    weather=st.sampled_from(["any", "rain", "sun"]), language=st.none() | st.just(1),
    spread=st.sampled_from([0.0, 0.5, 1.0]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.integers(1, 12).flatmap(lambda n: st.tuples(*(offers(pk) for pk in range(1, n + 1)))), needs, st.data())
def test_no_reason_is_ever_false_against_the_data(rows, need, data):
    times = {row["pk"]: data.draw(st.integers(0, 9)) for row in rows}
    choices = [(None, None), (600, 720), (1200, None), (1230, 1350)]
    events = [row["pk"] for row in rows if row["families"] == 2]
    sessions = [(pk, *data.draw(st.sampled_from(choices))) for pk in events if data.draw(st.booleans())]
    built = table.build(1, [facts.facts_of(tuple(row[name] for name in facts.READ)) for row in rows])
    chosen = candidates.selection(built, table.lay(built, DAY, sessions), need, recommended=times)
    found = advice.suggest(chosen.columns, need, count=12)
    by_key = {row["pk"]: row for row in rows}
    for one in found.suggestions:
        offer = by_key[chosen.key(one.offer)]
        for reason in (*one.reasons, *one.against):
            told = check(reason.code, dict(reason.facts), offer, need, DAY, sessions, times)
            assert told, (reason, offer, sessions)
        assert not (need.dog and offer["details"].get("pets") is False)
        assert not need.adults + len(need.children) > offer["capacities"].get("people", 99)
        if one.plan_b is not None:
            assert check("sheltered", {}, by_key[chosen.key(one.plan_b)], need, DAY, sessions, times)


@pytest.fixture
def online(people, settings, tmp_path):
    """``online()`` writes the offers into an index of the test's own, later than the one before."""
    settings.SEARCH_INDEX = tmp_path
    index.rebuild()
    return lambda: index.refresh(Offer.everything.values_list("pk", flat=True))


def museum(name, **fields):
    return OfferFactory(name=name, types=["Museum"], lon=3.09, lat=45.78, **{"schedule": ALL_DAY, **fields})


def names(found):
    return [idea.card.name for idea in found.ideas]


def test_only_what_is_open_at_the_right_hours_is_suggested(record, online):
    museum("Ouvert")
    museum("Fermé le mercredi", schedule=SHUT_WEDNESDAY)
    museum("Sans horaires", schedule={})
    online()
    found = candidates.ideas_for(record(interests=["museum"]), HERE, now=NOW)
    assert names(found) == ["Ouvert", "Sans horaires"]
    assert "Horaires du jour non connus\N{NO-BREAK SPACE}: à vérifier" in found.ideas[1].against
    assert found.aside == (("fermées à ces heures", 1),)


@pytest.mark.parametrize(("hour", "minute", "ahead"), [(9, 0, 0), (17, 40, 0), (20, 30, 0), (22, 15, 1)])
def test_late_in_the_day_the_evening_counts_then_tomorrow(record, online, hour, minute, ahead):
    museum("Sans horaires", schedule={})
    online()
    found = candidates.ideas_for(record(interests=["museum"]), HERE, now=NOW.replace(hour=hour, minute=minute))
    assert names(found) == ["Sans horaires"]
    assert found.day == DAY + timedelta(days=ahead)


def test_the_columns_follow_what_changes(record, online):
    first = museum("Musée d’hier")
    online()
    row = record(interests=["museum"])
    assert names(candidates.ideas_for(row, HERE, now=NOW)) == ["Musée d’hier"]
    Offer.everything.filter(pk=first.pk).update(name="Musée neuf", updated_at=NOW + timedelta(days=1))
    second = museum("Musée second")
    online()
    assert set(names(candidates.ideas_for(row, HERE, now=NOW))) == {"Musée neuf", "Musée second"}
    Offer.everything.filter(pk=second.pk).update(status="archived", updated_at=NOW + timedelta(days=2))
    online()
    assert names(candidates.ideas_for(row, HERE, now=NOW)) == ["Musée neuf"]


def test_an_event_is_suggested_on_its_day_alone(record, online):
    concert = OfferFactory(name="Concert", types=["Concert"], families=2, lon=3.09, lat=45.78)
    start = datetime(2026, 7, 16, 18, 30, tzinfo=UTC)
    Session.objects.create(offer=concert, day=date(2026, 7, 16), starts_at=start, ends_at=start + timedelta(hours=2))
    online()
    row = record(interests=["event"])
    assert names(candidates.ideas_for(row, HERE, now=NOW)) == []
    row = record(interests=["event"], day=date(2026, 7, 16), begin=19 * 60, end=24 * 60)
    found = candidates.ideas_for(row, HERE, now=NOW)
    assert names(found) == ["Concert"]
    assert (
        "Ouvert de 20\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 à 22\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30"
        in found.ideas[0].reasons
    )


def test_spreading_lowers_what_is_often_recommended_and_says_so(people, record, online):
    famous, quiet = museum("Célèbre", completeness=100), museum("Discret", completeness=90)
    for _ in range(12):
        requests.keep_offer(request=record(), offer=famous.pk, pinned=True, by=people.bruno, now=NOW)
    online()
    row = record(interests=["museum"])
    assert names(candidates.ideas_for(row, HERE, now=NOW, spread=0.0)) == ["Célèbre", "Discret"]
    found = candidates.ideas_for(row, HERE, now=NOW, spread=1.0)
    assert names(found) == ["Discret", "Célèbre"]
    assert found.ideas[1].lowered > 0
    assert any(text.startswith("Souvent proposé (12 fois") for text in found.ideas[1].against)
    Recommendation.everything.update(at=NOW - timedelta(days=40))
    assert names(candidates.ideas_for(row, HERE, now=NOW, spread=1.0)) == ["Célèbre", "Discret"]
    assert quiet.pk


def test_rain_has_a_plan_b_and_likeness_finds_cousins(record, online):
    walk = OfferFactory(name="Sentier", types=["WalkingTour", "Tour"], families=8, lon=3.09, lat=45.78)
    inside = museum("Musée")
    online()
    row = record(interests=["walk", "museum"])
    found = candidates.ideas_for(row, HERE, now=NOW)
    plans = {idea.card.id: idea.plan_b and idea.plan_b.id for idea in found.ideas}
    assert plans == {walk.pk: inside.pk, inside.pk: None}
    assert [card.id for card in candidates.alike(walk.pk, row, HERE, now=NOW)] == [inside.pk]
    assert candidates.alike(999_999, row, HERE, now=NOW) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_s_queries_do_not_grow(record, online, django_assert_num_queries, rows):
    for rank in range(rows):
        museum(f"Musée {rank}")
    online()
    row = record(interests=["museum"])
    candidates.ideas_for(row, HERE, now=NOW)
    with django_assert_num_queries(6):
        assert len(candidates.ideas_for(row, HERE, now=NOW).ideas) == rows
