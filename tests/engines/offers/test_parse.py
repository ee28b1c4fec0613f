"""Every field of an object, in each spelling, and what is refused."""

import math
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.offers import Memo, ObjectError, OpeningPeriod, parse_object
from belvedere.engines.offers.load import OBJECT_LIMIT
from tests.engines.offers.samples import URI, agent, machine, nodes_of, opening, picture, place, sample, term


def open_from(first: str, last: str, opens: str | None = None) -> dict[str, Any]:
    return place(**{"schema:openingHoursSpecification": opening(first, last, opens, None)})


def test_identity_and_words() -> None:
    offer = parse_object(sample())
    assert (offer.producer, offer.uuid, offer.uri) == ("23", URI.rpartition("/")[2], URI)
    assert offer.identifier == "PCU063000001"
    assert (offer.families, offer.name) == (("place",), "Musée de la Lave imaginaire")
    french, english = offer.texts
    assert french.description == "Trois salles de roches,\n\net un jardin."
    assert (english.short, english.machine, english.translator) == (
        "An invented museum.",
        ("short",),
        "https://traducteur.example",
    )
    assert french.machine == ()
    assert (offer.created, offer.updated) == (date(2020, 1, 2), date(2026, 3, 4))


def test_where_and_when() -> None:
    offer = parse_object(sample())
    assert (offer.lon, offer.lat) == (2.9644, 45.7723)
    assert (offer.postal_code, offer.insee) == ("63870", "63263")
    assert offer.address is not None
    assert offer.address.city is not None
    assert (offer.address.city.department, offer.address.city.region) == ("Puy-de-Dôme", "Auvergne-Rhône-Alpes")
    assert offer.openings == (
        OpeningPeriod(date(2026, 4, 1), date(2026, 9, 30), 65, 600, 1080, ""),
        OpeningPeriod(date(2026, 7, 14), date(2026, 7, 14), 127, 1200, 1560, ""),
    )


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (None, None, (None, None)),
        ("20:30:00", None, (1230, None)),
        ("12:00:00", "00:00:00", (720, 1440)),
        ("00:00:00", "00:00:00", (0, 1440)),
        ("18:00:00", "18:00:00", (1080, None)),
        ("22:00:00", "04:00:00", (1320, 1680)),
    ],
)
def test_hours_around_midnight(opens: str | None, closes: str | None, expected: tuple[int | None, int | None]) -> None:
    hours = [opening("2026-01-01", "2026-12-31", opens, closes)]
    (period,) = parse_object(sample(isLocatedAt=[place(**{"schema:openingHoursSpecification": hours})])).openings
    assert (period.opens, period.closes) == expected


def test_people_prices_marks_media() -> None:
    offer = parse_object(sample())
    assert offer.creator is not None
    assert offer.creator.name == "Office de tourisme imaginaire"
    (contact,) = offer.contacts
    assert (contact.role, contact.organisation.pages) == ("contact", ("https://exemple.org",))
    assert contact.organisation.emails == ("a@example.org", "accueil@example.org")
    (price,) = offer.prices
    assert (price.minimum, price.maximum, price.currency) == (Decimal("6.5"), Decimal("8"), "EUR")
    assert price.labels[0].label("en") == "Full rate"
    assert (offer.stars, offer.handicaps, offer.accessible, offer.pets) == (3.0, ("moteur",), True, False)
    assert offer.amenities[0].value == "80"
    first, second = offer.media
    assert (first.main, first.licence, first.kind) == (True, "CC BY-SA 4.0", "image")
    assert (second.main, second.ends) == (False, date(2027, 1, 31))
    assert [payment.label() for payment in offer.payments] == ["Espèces"]
    assert offer.rest["/takeAway"] is True


def test_the_old_domain_and_shapes_give_the_same_offer() -> None:
    old = orjson.dumps(sample()).replace(b"data.datatourisme.fr", b"data.datatourisme.gouv.fr")
    new = parse_object(sample())
    found = parse_object(old)
    assert (found.producer, found.uuid) == (new.producer, new.uuid)
    assert (found.texts, found.openings, found.prices) == (new.texts, new.openings, new.prices)


def test_full_addresses_and_value_objects_are_understood() -> None:
    long = "https://www.datatourisme.fr/ontology/core#"
    expanded: dict[str, Any] = {}
    for key, value in sample().items():
        head, _, tail = key.partition(":")
        full = {"schema": "http://schema.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}.get(head)
        expanded[key if key[0] == "@" or head == "dc" else f"{full}{tail}" if full else f"{long}{key}"] = value
    expanded["http://www.w3.org/2000/01/rdf-schema#label"] = [
        {"@language": "fr", "@value": "Musée de la Lave imaginaire"},
        {"@language": "en", "@value": "Imaginary Lava Museum"},
    ]
    expanded["@type"] = [f"{long}{name}" if ":" not in name else name for name in sample()["@type"]]
    plain = parse_object(sample())
    found = parse_object(orjson.dumps(expanded))
    assert (found.texts, found.families, found.lon, found.media) == (
        plain.texts,
        plain.families,
        plain.lon,
        plain.media,
    )
    assert set(found.types) == set(plain.types)


def test_a_shared_memo_changes_nothing() -> None:
    memo = Memo()
    first = parse_object(sample(), memo=memo)
    other = sample(hasTheme=[term("Geology", "Science des roches", "Geology")])
    assert parse_object(other, memo=memo) == parse_object(other)
    assert parse_object(sample(), memo=memo) == first == parse_object(sample())


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (sample(uri=None), "identifiant"),
        (sample(uri=12), "identifiant"),
        (sample(types=None), "aucun type"),
        (sample(rdfs__label=None), "nom"),
        (sample(rdfs__label={"fr": [" "]}), "aucun nom"),
        (sample(rdfs__label=12), "nom"),
        (sample(isLocatedAt=[place("NaN")]), "longitude invalide"),
        (sample(isLocatedAt=[place("inf")]), "longitude invalide"),
        (sample(isLocatedAt=[place("2,9")]), "longitude invalide"),
        (sample(isLocatedAt=[place(lat="91")]), "latitude invalide"),
        (sample(isLocatedAt=[place(lat=True)]), "latitude invalide"),
        (sample(isLocatedAt=[place("0", "0.0")]), "(0, 0)"),
        (sample(isLocatedAt=[place(lat=math.nan)]), "NaN"),
        (sample(lastUpdate="31/12/2026"), "date illisible"),
        (sample(lastUpdate=20261231), "date illisible"),
        (sample(isLocatedAt=[open_from("2026-02-30", "2026-03-01")]),
         "date illisible"),
        (sample(isLocatedAt=[open_from("2026-02-20", "2026-03-01", "25:00")]),
         "heure illisible"),
        (sample(rdfs__label={"fr": ["Musée\x00"]}), "caractère de contrôle"),
        (sample(rdfs__label={"fr": ["x" * (OBJECT_LIMIT + 1)]}), "Mo"),
        (sample(hasTheme={1, 2}), "type inconnu"),
    ],
)  # fmt: skip
def test_refused_with_a_sentence(broken: dict[str, Any], words: str) -> None:
    with pytest.raises(ObjectError, match=words.replace("(", r"\(").replace(")", r"\)")) as refused:
        parse_object(broken)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "JSON illisible"),
        (b"[1]", "un objet JSON"),
        (b'{"@id": "x"', "JSON illisible"),
        (b'{"@id": NaN}', "NaN"),
        ('{"@id": "é"}'.encode("latin-1"), "UTF-8"),
        (b"[" * 5000 + b"]" * 5000, "imbrication"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "imbrication"),
        (b'{"@id": "a/b", "rdfs:label": "a\\u0000b"}', "caractère de contrôle"),
        (b'{"@id": "a/b", "rdfs:label": "a\\bb"}', "caractère de contrôle"),
        (b'"' + b"x" * (OBJECT_LIMIT + 1) + b'"', "limite"),
    ],
)
def test_bytes_refused_with_a_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(ObjectError, match=words):
        parse_object(raw)


def test_an_escaped_backslash_is_no_control_character() -> None:
    raw = orjson.dumps(sample(rdfs__label={"fr": ["C:\\u0000 et \\b"]}))
    assert parse_object(raw).name == "C:\\u0000 et \\b"


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (sample(hasContact=[agent("A", **{"schema:telephone": ["+33 670"]})]), "téléphone douteux"),
        (sample(hasContact=[agent("A", **{"foaf:homepage": ["a@example.org"]})]), "adresse électronique"),
        (sample(hasContact=[agent("A", **{"foaf:homepage": ["javascript:alert(1)"]})]), "page web inutilisable"),
        (sample(hasContact=["Mairie"]), "objet attendu"),
        (sample(allowedPersons="beaucoup"), "nombre attendu"),
        (sample(reducedMobilityAccess="peut-être"), "vrai ou faux attendu"),
        (sample(hasRepresentation=[picture("p") | {"ebucore:hasRelatedResource": []}]), "média sans adresse"),
        (sample(isLocatedAt=None), "aucun lieu"),
        (sample(types=["Licorne"]), "familles"),
        (sample(isLocatedAt=[place(petsAllowed=True)]), "contraire"),
        (
            sample(isLocatedAt=[open_from("2026-09-05", "2026-06-26")]),
            "avant de commencer",
        ),
    ],
)
def test_suspicious_but_usable_is_kept_with_a_warning(odd: dict[str, Any], words: str) -> None:
    offer = parse_object(odd)
    assert any(words in warning.sentence for warning in offer.warnings)


def test_translation_marks_of_unknown_properties_are_kept() -> None:
    mark = machine("de", "COVID19SpecialMeasures")
    assert parse_object(sample(hasTranslatedProperty=[mark])).rest["/hasTranslatedProperty/0"] == mark


keys = st.sampled_from(["fr", "@id", "x", "schema:value"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("abcé:/@.", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.data(), json_values)
def test_any_value_anywhere_is_taken_or_refused_but_never_crashes(data: st.DataObject, value: Any) -> None:
    broken = sample()
    node = data.draw(st.sampled_from(list(nodes_of(broken))))
    node[data.draw(st.sampled_from(sorted(node)))] = value
    try:
        said = parse_object(orjson.dumps(broken)).name
    except ObjectError as refused:
        said = refused.sentence
    assert said.strip()
