"""Every leaf of a source object is in a field of the offer or, verbatim, in its rest."""

import dataclasses
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.offers import IncomingOffer, Memo, OpeningPeriod, parse_object
from belvedere.engines.offers.places import _DAYS
from tests.engines.offers.samples import nodes_of, sample

FEEDS = Path(__file__).resolve().parents[3].parent / "shared/data/datatourisme"
TECHNICAL = re.compile(
    r"/.+/(@id|@type)(/\d+)?"  # names that the diffuseur gives to inner nodes
    r"|.*/ebucore:hasMimeType(/\d+)?/rdfs:comment/.*"  # what image/jpeg means, in seven languages
    r"|.*/schema:dayOfWeek(/\d+)?/rdfs:label/.*"  # what Monday is called
    r"|.*/rdf:predicate/\d+.*"  # which property a translation mark is about: held as the field it marks
)
HOUR = re.compile(r"(\d\d):(\d\d)(:\d\d)?")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{i}")
    else:
        yield path, value


def told(value: Any) -> Iterator[str]:
    """All that an offer holds, in a comparable form."""
    if isinstance(value, OpeningPeriod):
        yield from (f"minute {m % 1440}" for m in (value.opens, value.closes) if m is not None)
        yield from (name for name, bit in _DAYS.items() if bit & value.weekdays)
    if isinstance(value, IncomingOffer):
        value = [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        value = [*map(str, value), *value.values()]
    if isinstance(value, list | tuple):
        for inner in value:
            yield from told(inner)
    elif isinstance(value, date):
        yield value.isoformat()
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        yield repr(float(value))
    elif value is not None:
        yield str(value)


def spellings(value: Any) -> Iterator[str]:
    """The forms under which a leaf may be held."""
    yield str(value)
    if isinstance(value, str):
        yield value[:10]
        if hour := HOUR.fullmatch(value):
            yield f"minute {(60 * int(hour[1]) + int(hour[2])) % 1440}"
    try:
        yield repr(float(value))
    except (TypeError, ValueError):
        return


def dropped(source: dict[str, Any], offer: IncomingOffer) -> list[tuple[str, Any]]:
    held = set(told(offer))
    everything = "\n".join(held)
    return [
        (path, value)
        for path, value in leaves(source)
        if value is not None
        and value != ""
        and not TECHNICAL.fullmatch(path)
        and not any(form in held for form in spellings(value))
        and str(value) not in everything
    ]


def test_nothing_is_dropped_from_the_sample() -> None:
    assert dropped(sample(), parse_object(sample())) == []


names = st.sampled_from(
    [
        "nouveau",
        "hasTheme",
        "schema:value",
        "rdfs:label",
        "schema:telephone",
        "hasAudience",
        "petsAllowed",
        "dc:identifier",
    ]
)
texts = st.text("abcdefgh", min_size=8, max_size=12)
values = st.recursive(
    texts | st.integers(1000, 9999) | st.booleans(),
    lambda inner: st.lists(inner, min_size=1, max_size=2) | st.dictionaries(names, inner, min_size=1, max_size=2),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.data(), names, values)
def test_a_stranger_anywhere_is_held(data: st.DataObject, name: str, value: Any) -> None:
    source = sample()
    places = [node for node in nodes_of(source) if name not in node and set(node) - {"fr", "en"}]
    data.draw(st.sampled_from(places))[name] = value
    assert dropped(source, parse_object(orjson.dumps(source))) == []


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "step"),
    [("flux-2020-centre-val-de-loire", 7), ("flux-2023-nouvelle-aquitaine", 29), ("objets-isoles-2023-11", 1)],
)
def test_nothing_is_dropped_from_real_feeds(name: str, step: int) -> None:
    feed = FEEDS / f"{name}.zip"
    if not feed.exists():
        pytest.skip("données réelles absentes : ../shared/data/datatourisme")
    memo = Memo()
    with zipfile.ZipFile(feed) as archive:
        members = [item for item in archive.namelist() if item.endswith(".json") and "index" not in item]
        for member in members[::step]:
            raw = archive.read(member)
            assert dropped(orjson.loads(raw), parse_object(raw, memo=memo)) == [], member
