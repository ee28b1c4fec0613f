"""New, same, changed, doubtful; rights of media; completeness; ontology."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.offers import (
    WEIGHTS,
    Candidate,
    TwinIndex,
    Verdict,
    ancestors,
    completeness,
    decide,
    doubts,
    families_of,
    known,
    label,
    leaves,
    media_shown,
    metres,
    normal_name,
    parse_object,
)
from belvedere.engines.offers.classes import CLASSES
from tests.engines.offers.samples import sample

TODAY = date(2026, 7, 14)


def test_verdicts() -> None:
    assert decide(b"a", None).verdict is Verdict.NEW
    assert decide(b"a", b"a").verdict is Verdict.SAME
    assert decide(b"a", b"b").verdict is Verdict.CHANGED
    assert decide(b"a", b"").verdict is Verdict.CHANGED


def offer(key: str, name: str, code: str = "15140", lon: float = 2.49, lat: float = 45.13) -> Candidate:
    return Candidate(key, name, code, lon, lat, ("place",))


def test_the_same_name_in_the_same_commune_is_doubtful() -> None:
    first, second = offer("a", "L’Église St-Mathieu"), offer("b", "EGLISE SAINT MATHIEU", lon=2.6)
    none, twin = doubts([first, second], [])
    assert none is None
    assert twin is not None
    assert (twin.verdict, twin.twin) == (Verdict.DOUBTFUL, "a")
    assert "même code postal" in twin.reason


def test_nearly_the_same_name_close_by_is_doubtful() -> None:
    index = TwinIndex([offer("a", "Buron de la Fumade", "15140")])
    near = index.twin(offer("b", "Le Buron de la Fumades", "15590", lon=2.4908))
    assert near is not None
    assert "presque identique" in near.reason
    assert index.twin(offer("c", "Buron de la Fumade", "15590", lon=2.5)) is None
    assert index.twin(offer("d", "Maison de la salers", "15590")) is None
    assert index.twin(offer("a", "Buron de la Fumade")) is None


def test_an_event_is_not_the_place_that_holds_it() -> None:
    index = TwinIndex([offer("a", "Maison de la salers")])
    assert index.twin(offer("b", "Maison de la salers")._replace(families=("event",))) is None
    assert index.twin(offer("c", "Maison de la salers")._replace(families=("tour",))) is not None
    assert index.twin(offer("d", "Maison de la salers")._replace(families=("event", "product"))) is not None


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0, 6.28), st.floats(0, 99))
def test_twins_are_found_all_around_within_100_metres(lon: float, lat: float, bearing: float, away: float) -> None:
    there = (
        lon + math.degrees(away * math.sin(bearing) / 6_371_008.8) / math.cos(math.radians(lat)),
        lat + math.degrees(away * math.cos(bearing) / 6_371_008.8),
    )
    if metres(lon, lat, *there) < 100:
        index = TwinIndex([offer("a", "Lac", "", lon, lat)])
        assert index.twin(offer("b", "Le lac", "", *there)) is not None


def test_normal_names() -> None:
    assert normal_name("Musées d'Art & d’Histoire") == "musee art histoire"
    assert normal_name("Sacré-Cœur") == "sacre coeur"
    assert normal_name("Le La") == "le la"


@pytest.mark.parametrize(
    ("licence", "credit", "commercial", "shown"),
    [
        ("CC0", "", True, True),
        ("Public domain", "", True, True),
        ("CC BY-SA 4.0", "Anne", True, True),
        ("CC BY-SA 4.0", " ", False, False),
        ("By-NC-ND 4.0", "Anne", False, True),
        ("(CC) By-NC-ND", "Anne", True, False),
        ("oui", "Anne", False, True),
        ("", "Anne", True, False),
        ("", "", False, False),
        ("Licence Ouverte 2.0", "Anne", True, True),
        ("Tous droits réservés", "Anne", False, False),
    ],
)
def test_media_rights(licence: str, credit: str, commercial: bool, shown: bool) -> None:
    told, reason = media_shown(licence, credit, None, None, TODAY, commercial)
    assert (told, bool(reason)) == (shown, True)


def test_media_dates_are_inclusive() -> None:
    day = timedelta(days=1)
    for starts, ends, shown in (
        (TODAY, TODAY, True),
        (TODAY + day, None, False),
        (None, TODAY - day, False),
    ):
        assert media_shown("CC0", "", starts, ends, TODAY, False)[0] is shown


def test_unchanged_use_is_said_for_nd() -> None:
    assert "sans retouche" in media_shown("By-NC-ND 4.0", "Anne", None, None, TODAY, False)[1]


def test_completeness() -> None:
    assert sum(WEIGHTS.values()) == 100
    full = completeness(parse_object(sample()))
    poor = completeness(parse_object(sample(hasContact=None, hasMainRepresentation=None, hasRepresentation=None)))
    assert poor.percent < full.percent < 100
    assert "photo" in poor.missing
    assert poor.missing[0] in ("photo", "description en français")
    assert "crédit et licence des photos" not in poor.missing


def test_families_and_labels() -> None:
    assert families_of(["Restaurant"]) == ("place",)
    assert families_of(["Product", "PlaceOfInterest"]) == ("place", "product")
    assert families_of(["schema:Event"]) == ()
    assert "PlaceOfInterest" in ancestors("Castle")
    assert leaves(["schema:Museum", "CulturalSite", "Museum", "PlaceOfInterest", "PointOfInterest"]) == ("Museum",)
    assert (label("Museum"), label("Museum", "en")) == ("Musée", "Museum")
    assert (label("WineBarInTheSky"), known("WineBarInTheSky")) == ("Wine bar in the sky", False)


def test_the_table_of_classes_holds_together() -> None:
    names = [name for name, *_ in CLASSES]
    assert names == sorted(set(names))
    assert all(known(parent) for _, parents, *_ in CLASSES for parent in parents)
    assert all(french and english for *_, french, english in CLASSES)
    assert all(families_of([name]) for name in names)
