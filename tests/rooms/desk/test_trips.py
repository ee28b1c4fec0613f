"""A day and a stay composed, changed by gestures, read again as things stand today."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from belvedere.catalogue.actions import index
from belvedere.catalogue.models import Offer
from belvedere.desk.actions import requests, trips
from belvedere.desk.models import TripSheet
from belvedere.desk.queries import roads, sheets
from belvedere.desk.queries import trips as reads
from belvedere.engines import advice
from tests.factories.catalogue import OfferFactory

from .conftest import NOW
from .days import DAY, HERE, NOON, offers, sheet, world

__all__ = ["offers", "sheet", "world"]


def order(sheet, day=0):
    names = dict(Offer.everything.values_list("pk", "name"))
    return [names[step["offer"]] for step in sheet.plan["days"][day]["steps"]]


def stands(sheet):
    """The plan keeps every hour, said by the engine's own verifier."""
    return advice.faults(reads.trip_of(sheet, now=NOW), reads.from_json(sheet.plan))


def test_a_day_is_composed_with_lunch_and_keeps_every_hour(sheet):
    assert set(order(sheet)) == {"Musée", "Château", "Belvédère", "Église", "Auberge"}
    assert stands(sheet) == []
    assert sheet.plan["proved"]
    assert "vol d’oiseau" in sheet.plan["notes"][0]


def test_opening_it_again_gives_the_same_sheet(people, sheet):
    again = trips.open_trip(request=sheet.request, place=HERE, by=people.anne, now=NOW)
    assert again == sheet
    assert TripSheet.everything.count() == 1


def test_what_is_removed_does_not_come_back_and_what_is_kept_stays(people, sheet, offers):
    trips.remove_step(sheet=sheet, offer=offers["Musée"].pk, by=people.bruno, now=NOW)
    assert "Musée" not in order(sheet)
    trips.pin_step(sheet=sheet, offer=offers["Château"].pk, by=people.bruno, now=NOW)
    trips.change_trip(sheet=sheet, settings={"begin": 13 * 60, "end": 16 * 60}, by=people.bruno, now=NOW)
    assert "Château" in order(sheet)
    assert "Musée" not in order(sheet)
    trips.pin_step(sheet=sheet, offer=offers["Musée"].pk, by=people.bruno, now=NOW)
    assert "Musée" in order(sheet)
    trips.unpin_step(sheet=sheet, offer=offers["Musée"].pk, by=people.bruno, now=NOW)
    assert not sheet.request.recommendations.filter(offer=offers["Musée"]).exists()
    assert stands(sheet) == []


def test_a_step_moves_where_hours_allow_and_is_refused_elsewhere(people, sheet, offers):
    first, second = sheet.plan["days"][0]["steps"][:2]
    trips.place_step(sheet=sheet, offer=second["offer"], day=0, rank=0, by=people.bruno, now=NOW)
    moved = [step["offer"] for step in sheet.plan["days"][0]["steps"]]
    assert moved.index(second["offer"]) < moved.index(first["offer"])
    assert stands(sheet) == []
    with pytest.raises(trips.Refused, match="ne tient pas dans ses horaires"):
        trips.place_step(sheet=sheet, offer=offers["Auberge"].pk, day=0, rank=9, by=people.bruno, now=NOW)
    with pytest.raises(trips.Refused):
        trips.place_step(sheet=sheet, offer=999_999, day=0, rank=0, by=people.bruno, now=NOW)
    with pytest.raises(trips.Refused):
        trips.place_step(sheet=sheet, offer=first["offer"], day=3, rank=0, by=people.bruno, now=NOW)


def test_a_clock_that_rings_too_soon_empties_no_day(people, sheet):
    trips.solve_again(sheet=sheet, by=people.bruno, now=NOW, stop=lambda: True)
    assert order(sheet)
    trips.compare_trips(sheet=sheet, by=people.bruno, now=NOW, stop=lambda: True)
    assert all(one["plan"]["days"][0]["steps"] for one in sheet.proposals)


def test_a_budget_is_kept(people, sheet):
    trips.change_trip(sheet=sheet, settings={"budget": 10, "lunch": False}, by=people.bruno, now=NOW)
    assert len(order(sheet)) == 1


def test_a_stay_uses_each_place_once(people, sheet):
    trips.change_trip(sheet=sheet, settings={"days": 3, "end": 12 * 60, "lunch": False}, by=people.bruno, now=NOW)
    visited = [name for day in range(3) for name in order(sheet, day)]
    assert len(sheet.plan["days"]) == 3
    assert len(visited) == len(set(visited)) >= 3
    assert stands(sheet) == []


def test_a_step_goes_to_another_day_and_stays_there(people, sheet):
    trips.change_trip(sheet=sheet, settings={"days": 2, "end": 13 * 60, "lunch": False}, by=people.bruno, now=NOW)
    moved = sheet.plan["days"][0]["steps"][0]["offer"]
    trips.send_to_day(sheet=sheet, offer=moved, day=1, by=people.bruno, now=NOW)
    assert moved in [step["offer"] for step in sheet.plan["days"][1]["steps"]]
    assert stands(sheet) == []
    for offer, day in ((moved, 2), (999_999, 0)):
        with pytest.raises(trips.Refused):
            trips.send_to_day(sheet=sheet, offer=offer, day=day, by=people.bruno, now=NOW)


def test_a_stop_over_goes_from_one_place_to_another(people, sheet):
    ends = {"end_label": "Sortie 22", "end_lon": 3.18, "end_lat": 45.79, "begin": 840, "end": 1020, "lunch": False}
    trips.change_trip(sheet=sheet, settings=ends, by=people.bruno, now=NOW)
    assert order(sheet)
    asked = reads.trip_of(sheet, now=NOW)
    assert asked.end == reads.TO
    worth = {stop.name: stop.score for stop in asked.stops}
    sheet.end_lon = None
    loop = {stop.name: stop.score for stop in reads.trip_of(sheet, now=NOW).stops}
    assert worth["Musée"] / loop["Musée"] > 0.9, "on the way, an offer keeps its worth"
    sheet.end_lon = ends["end_lon"]
    assert sheet.plan["days"][0]["returns"] <= 1020
    assert stands(sheet) == []


def test_three_answers_are_compared_and_one_is_taken_as_it_was_shown(people, sheet, offers):
    trips.compare_trips(sheet=sheet, by=people.bruno, now=NOW)
    shown = {one["key"]: one for one in sheet.proposals}
    assert list(shown) == ["full", "calm", "rainy"]
    assert "au lieu de 5" in shown["calm"]["reasons"][0]
    assert len(sheets.read_plans(sheet, [one["plan"] for one in sheet.proposals], language="fr")) == 3
    with pytest.raises(trips.Refused, match="n’est plus là"):
        trips.take_proposal(sheet=sheet, pace="rapide", by=people.bruno, now=NOW)
    trips.take_proposal(sheet=sheet, pace="calm", by=people.bruno, now=NOW)
    assert sheet.plan == shown["calm"]["plan"]
    assert len(order(sheet)) == sheet.taken["most"] == 3
    assert not [fault for fault in stands(sheet) if "score" not in fault]
    before = order(sheet)
    trips.pin_step(sheet=sheet, offer=offers[before[0]].pk, by=people.bruno, now=NOW)
    assert order(sheet) == before, "a calm day is neither filled up nor turned over by a gesture"
    assert sheet.proposals == []


def test_a_day_for_the_rain_stays_under_a_roof_through_gestures(people, sheet, offers):
    trips.compare_trips(sheet=sheet, by=people.bruno, now=NOW)
    trips.take_proposal(sheet=sheet, pace="rainy", by=people.bruno, now=NOW)
    assert "Belvédère" not in order(sheet)
    trips.remove_step(sheet=sheet, offer=offers["Musée"].pk, by=people.bruno, now=NOW)
    assert not {"Belvédère", "Musée"} & set(order(sheet))
    assert sheets.removed_from(sheet) == [(offers["Musée"].pk, "Musée")]
    trips.put_back(sheet=sheet, offer=offers["Musée"].pk, by=people.bruno, now=NOW)
    assert "Musée" in order(sheet)
    assert stands(sheet) == []


def test_totals_count_the_party_and_say_what_is_not_known(sheet, offers):
    totals = sheets.read(sheet, language="fr").totals
    day = sheet.plan["days"][0]
    assert (totals.steps, totals.cost, totals.unpriced) == (5, 50.0, 0)
    assert abs(totals.minutes - day["returns"] + day["departs"]) < 2
    Offer.everything.filter(pk=offers["Musée"].pk).update(prices=[], min_price=None)
    totals = sheets.read(sheet, language="fr").totals
    assert (totals.cost, totals.unpriced, totals.price) == (40.0, 1, "40\N{NO-BREAK SPACE}€")


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 8}, {"end": 500}, {"transport": "fusée"}])
def test_what_makes_no_trip_is_refused(people, sheet, wrong):
    with pytest.raises((trips.Refused, ValueError)):
        trips.change_trip(sheet=sheet, settings=wrong, by=people.bruno, now=NOW)
    assert TripSheet.everything.get().days == 1


@pytest.mark.parametrize("who", ["chloe", "denis", "rose"])
def test_another_desk_changes_nothing(people, sheet, offers, who):
    stranger = getattr(people, who)
    with pytest.raises(trips.Refused):
        trips.remove_step(sheet=sheet, offer=offers["Musée"].pk, by=stranger, now=NOW)
    with pytest.raises(trips.Refused):
        trips.pin_step(sheet=sheet, offer=offers["Musée"].pk, by=stranger, now=NOW)
    with pytest.raises(trips.Refused):
        trips.open_trip(request=sheet.request, place=HERE, by=stranger, now=NOW)
    assert TripSheet.everything.get().never == []


def test_the_sheet_says_what_has_changed_since(sheet, offers):
    assert sheets.read(sheet, language="fr").changed == 0
    Offer.everything.filter(pk=offers["Musée"].pk).update(status="archived")
    Offer.everything.filter(pk=offers["Château"].pk).update(schedule=NOON)
    reading = sheets.read(sheet, language="fr")
    states = {visit.name: visit.state for day in reading.days for visit in day.visits}
    assert states == {
        "Musée": "gone", "Château": "closed", "Belvédère": "unknown", "Église": "fine", "Auberge": "fine",
    }  # fmt: skip
    assert reading.changed == 2


@pytest.mark.parametrize("steps", [1, 3])
def test_reading_a_sheet_is_five_queries(sheet, django_assert_num_queries, steps):
    sheet = sheets.sheet_by_token(sheet.token)
    day = sheet.plan["days"][0]
    sheet.plan = {**sheet.plan, "days": [{**day, "steps": day["steps"][:steps]}]}
    with django_assert_num_queries(5):
        assert len(sheets.read(sheet, language="en").days[0].visits) == steps


def test_a_road_graph_replaces_the_straight_line(people, sheet, settings, tmp_path):
    archive = tmp_path / "roads.npz"
    lon = np.array([3.08, 3.10, 3.12, 3.14, 3.16])
    tail = np.array([0, 1, 2, 3, 1, 2, 3, 4])
    head = np.array([1, 2, 3, 4, 0, 1, 2, 3])
    np.savez(archive, lon=lon, lat=np.full(5, 45.78), tail=tail, head=head, minutes=np.full(8, 10.0))
    assert roads.minutes_by_road([(3.08, 45.77)], "car") is None
    settings.ROADS = str(archive)
    assert roads.minutes_by_road([(3.08, 45.77), (3.14, 45.78)], "car") == [[0.0, 30.0], [30.0, 0.0]]
    assert roads.minutes_by_road([(3.08, 45.77)], "foot") is None
    assert roads.minutes_by_road([(8.0, 45.77)], "car") is None
    trips.solve_again(sheet=sheet, by=people.bruno, now=NOW)
    assert sheet.plan["notes"] == []
    assert sheet.plan["days"][0]["steps"][0]["travel"] >= 10
    assert stands(sheet) == []


def test_an_event_keeps_its_hour(people, record, offers, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path
    concert = OfferFactory(name="Concert", types=["Concert"], families=2, lon=3.1, lat=45.78)
    start = datetime(2026, 7, 15, 8, 0, tzinfo=UTC)
    concert.sessions.create(day=DAY, starts_at=start, ends_at=start + timedelta(hours=2))
    index.rebuild()
    row = record(day=DAY, begin=540, end=900, interests=["event"])
    requests.keep_offer(request=row, offer=concert.pk, pinned=True, by=people.bruno, now=NOW)
    sheet = trips.open_trip(request=row, place=HERE, by=people.bruno, now=NOW)
    visit = next(v for v in sheets.read(sheet, language="fr").days[0].visits if v.name == "Concert")
    assert visit.arrives >= 600
    assert visit.leaves <= 720
    assert visit.state == "fine"
