"""Whatever is typed in the address, a search is understood or left aside."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from belvedere.site.forms import FACETS, search_request

NOW = datetime(2026, 7, 14, 18, tzinfo=ZoneInfo("Europe/Paris"))


def read(text):
    return search_request(QueryDict(text), destination=None, language="fr", now=NOW)


def test_every_choice_is_read():
    wanted = read("q=lac&famille=1&famille=8&type=Museum&commune=63113&prix=2&pres=3.1,45.7,20&tri=nom&page=3")
    assert (wanted.text, wanted.families, wanted.types, wanted.communes) == ("lac", 9, ("Museum",), ("63113",))
    assert (wanted.price_bands, wanted.near, wanted.sort, wanted.page) == ((2,), (3.1, 45.7, 20.0), "name", 3)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("ouvert=maintenant", NOW),
        ("ouvert=maintenant&ouvert=&heure=", NOW),
        ("ouvert=2026-08-01&heure=09:30", NOW.replace(month=8, day=1, hour=9, minute=30)),
        ("ouvert=2026-08-01", NOW.replace(month=8, day=1, hour=14)),
        ("ouvert=1789-07-14", None),
        ("ouvert=demain", None),
    ],
)
def test_open_at_is_a_local_instant(text, when):
    assert read(text).open_at == when


def test_near_sorts_by_distance_and_distance_without_a_place_is_refused():
    assert read("pres=3,45").sort == "distance"
    assert read("tri=distance").sort == "relevance"


#: Any character but halves of one; asked by category, which is found at once where a codec takes a second.
CHARACTERS = st.characters(exclude_categories=["Cs"])
NAMES = ["q", "famille", "pres", "cadre", "ouvert", "heure", "tri", "page", *FACETS]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(CHARACTERS, max_size=40)), max_size=8))
def test_no_address_breaks_it(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    wanted = search_request(query, destination=None, language="fr", now=NOW)
    assert 1 <= wanted.page <= 400
    assert "\0" not in wanted.text
