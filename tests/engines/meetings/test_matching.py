"""No stated reason is ever false: each is read again from the two profiles, word by word."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.meetings.matching import (
    MONTHS,
    WORTH,
    Guest,
    Profile,
    Reason,
    distance_km,
    months_in_words,
    reasons_between,
    suggest,
)

WORDS = {"Hotel": "Hôtel", "Camping": "Camping", "Museum": "Musée", "TH": "Tourisme et Handicap", "QT": "Qualité"}

profiles = st.builds(
    Profile,
    kinds=st.frozensets(st.sampled_from(["Hotel", "Camping", "Museum"])),
    labels=st.frozensets(st.sampled_from(["TH", "QT"])),
    capacity=st.none() | st.integers(1, 300),
    months=st.frozensets(st.integers(1, 12)),
    place=st.none() | st.tuples(st.floats(2.0, 4.0), st.floats(44.5, 46.5)),
    town=st.sampled_from(["", "Salers"]),
    km=st.none() | st.floats(1, 150),
)


@st.composite
def guests(draw: Callable[..., Profile], name: str) -> Guest:
    past = draw(st.dictionaries(st.sampled_from(["a", "b"]), st.integers(2015, 2025), max_size=1))  # type: ignore[arg-type]
    return Guest(name, draw(profiles), draw(profiles), past)  # type: ignore[arg-type]


def named(sentence: str) -> set[str]:
    listed = sentence.partition(" : ")[2].rstrip(".").split(", ")
    back = {word: key for key, word in WORDS.items()}
    return {back[word] for word in listed}


def months_of(sentence: str) -> set[int]:
    """The months that French words stand for."""
    words = sentence.partition(" : ")[2].rstrip(".")
    if words == "toute l’année":
        return set(range(1, 13))
    found: set[int] = set()
    for part in words.split(", "):
        ends = [MONTHS.index(month) + 1 for month in re.findall("|".join(MONTHS), part)]
        first, last = ends[0], ends[-1]
        found |= {(first - 1 + k) % 12 + 1 for k in range((last - first) % 12 + 1)}
    return found


def truth_of(guest: Guest, other: Guest, reason: Reason) -> bool:
    """Reads the sentence again: every number, word and month it gives must be in the profiles."""
    text, numbers = reason.sentence, [float(n) for n in re.findall(r"\d+(?:\.\d+)?", reason.sentence)]
    if reason.kind == "past":
        return numbers[0] in (guest.past.get(other.id), other.past.get(guest.id))
    mine = text.startswith(("Propose", "A le label", "Accueille", "Ouvert", "À "))
    seeks, offers = (guest.seeks, other.offers) if mine else (other.seeks, guest.offers)
    if reason.kind in ("kind", "label"):
        sought, had = (seeks.kinds, offers.kinds) if reason.kind == "kind" else (seeks.labels, offers.labels)
        return bool(named(text)) and named(text) <= sought & had
    if reason.kind == "capacity":
        assert offers.capacity is not None
        return set(numbers) == {float(offers.capacity), float(seeks.capacity or 0)} and max(numbers) == offers.capacity
    if reason.kind == "season":
        return months_of(text) == seeks.months and seeks.months <= offers.months
    assert seeks.place is not None
    assert offers.place is not None
    away = distance_km(seeks.place, offers.place)
    said = numbers[0] if mine else numbers[-1]
    return away <= said < away + 1 and away <= (seeks.km or 0) and (not seeks.town or seeks.town in text)


@given(guests("a"), guests("b"))
def test_no_stated_reason_is_ever_false_and_both_see_as_many(guest: Guest, other: Guest) -> None:
    there, back = reasons_between(guest, other, WORDS), reasons_between(other, guest, WORDS)
    for reason in there:
        assert truth_of(guest, other, reason), reason
    assert sorted(one.kind for one in there) == sorted(one.kind for one in back)


@settings(max_examples=40)
@given(guests("a"), st.lists(guests("b"), max_size=6), st.integers(1, 5))
def test_suggestions_come_best_first_and_each_has_a_reason(guest: Guest, others: list[Guest], most: int) -> None:
    named_apart = [Guest(f"{k}", one.offers, one.seeks, one.past) for k, one in enumerate(others)]
    found = suggest(guest, named_apart, words=WORDS, most=most)
    assert len(found) <= most
    assert all(one.reasons and one.worth == sum(WORTH[r.kind] for r in one.reasons) for one in found)
    assert all(first.worth >= second.worth for first, second in pairwise(found))
    silent = [one.id for one in named_apart if not reasons_between(guest, one, WORDS)]
    assert not {one.other for one in found} & set(silent)
    assert suggest(guest, reversed(named_apart), words=WORDS, most=most) == found


def test_what_is_not_known_is_no_reason() -> None:
    seeks = Profile(frozenset({"Hotel"}), capacity=40, months=frozenset({5}), place=(2.5, 45.0), km=20.0)
    assert suggest(Guest("a", seeks=seeks), [Guest("b")]) == ()


def test_the_sentences_are_those_of_a_person() -> None:
    buyer = Guest(
        "x",
        seeks=Profile(
            frozenset({"Hotel"}), frozenset({"TH"}), 45, frozenset({4, 5, 6}), (2.4937, 45.1372), "Salers", 40.0
        ),
    )
    inn = Profile(frozenset({"Hotel"}), frozenset({"TH"}), 60, frozenset(range(3, 12)), (2.4408, 44.9308))
    (found,) = suggest(buyer, [Guest("inn", offers=inn, past={"x": 2024})], words=WORDS)
    assert [one.sentence for one in found.reasons] == [
        "Un accord vous lie depuis 2024.",
        "Propose ce que vous cherchez : Hôtel.",
        "A le label voulu : Tourisme et Handicap.",
        "Accueille 60 personnes, vous en cherchez 45 au moins.",
        "Ouvert quand vous venez : d’avril à juin.",
        "À 24 km de Salers à vol d’oiseau.",
    ]
    assert found.worth == sum(WORTH.values())


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ({1}, "janvier"),
        ({11, 12, 1, 2}, "de novembre à février"),
        ({4, 5, 9}, "d’avril à mai, septembre"),
        (set(range(1, 13)), "toute l’année"),
        (set(), ""),
    ],
)
def test_months_are_said_as_runs(months: set[int], words: str) -> None:
    assert months_in_words(months) == words
