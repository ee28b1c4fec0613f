"""German, Dutch, Spanish and Italian are whole wherever a visitor reads."""

import re

import pytest

from belvedere.engines.indicators import INDICATORS
from belvedere.engines.notes import PHRASES
from belvedere.engines.offers.classes import CLASSES
from belvedere.observatory.templatetags.sentences import SENTENCES, plain
from belvedere.shell import messages

from .places import SOURCES
from .test_english import CODE, in_code, in_template, of_indicators, read_by_others

LANGUAGES = ("de", "nl", "es", "it")
#: Templates that only professionals and those who sign in read.
OTHERS = ("account/", "allauth/", "mfa/", "meetings/", "people/", "catalogue/", "shell/auth.html", "shell/pro.html")
#: Code whose words only they read.
OTHERS_CODE = (
    "meetings",
    "people",
    "catalogue/views.py",
    "catalogue/urls.py",
    "catalogue/queries",
    "shell/surfaces.py",
)
#: Code that only visitors read, beside what the English check looks at.
MORE = (
    "catalogue/queries/agenda.py", "catalogue/queries/detail.py", "catalogue/queries/facets.py",
    "catalogue/queries/public.py", "contacts/queries/questions.py", "contacts/queries/letters.py",
    "contacts/queries/messages.py", "desk/exports/sheets.py",
)  # fmt: skip
HOLES = re.compile(r"%(?:\(\w+\))?[sd]|%%|</?\w+")
#: Signs that the language does not have: French spaces, somebody else's quotation marks.
ODD = {
    "de": "[«»]|[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}][:;!?]",
    "nl": "[«»„]|[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}](?:[:;!?]|%(?!\\())",
    "es": "[„“]|«\\s|\\s»|[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}][:;!?]",
    "it": "[„“]|«\\s|\\s»|[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}](?:[:;!?]|%(?!\\())",
}


def read_by_visitors():
    """Message → where it is read."""
    found = {}
    for name, text in read_by_others().items():
        if not name.startswith(OTHERS):
            found |= dict.fromkeys(in_template(text), name)
    for place in ("contacts/letter/letter.html", "contacts/letter/letter.txt", "shell/parts/field.html"):
        file = SOURCES / place.partition("/")[0] / "templates" / place
        found |= dict.fromkeys(in_template(file.read_text()), place)
    for place in (*(one for one in CODE if not one.startswith(OTHERS_CODE)), *MORE):
        path = SOURCES / place
        for file in [path] if path.is_file() else path.rglob("*.py"):
            found |= dict.fromkeys(in_code(file.read_text()), place)
    found |= dict.fromkeys(
        map(plain, (*SENTENCES, *of_indicators(), *(one.unit for one in INDICATORS), *PHRASES)), "engines"
    )
    found |= {f"type\x04{french}": "engines/offers" for _name, _parents, french, _english in CLASSES}
    return {words: place for words, place in found.items() if len(words) > 1}


@pytest.fixture(scope="module")
def visited():
    return read_by_visitors()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_visitors_read_is_translated(visited, language):
    known = messages.read(messages.LOCALE / language / "LC_MESSAGES" / "django.po")
    assert len(visited) > 900
    assert sorted(f"{place}: {words!r}" for words, place in visited.items() if words not in known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_its_holes_and_its_own_signs(language):
    known = messages.read(messages.LOCALE / language / "LC_MESSAGES" / "django.po")
    del known[""]
    last = {french.rpartition("\0")[2]: said.rpartition("\0")[2] for french, said in known.items()}
    assert [one for one, said in last.items() if sorted(HOLES.findall(one)) != sorted(HOLES.findall(said))] == []
    assert [said for said in known.values() if re.search(ODD[language], said) or "'" in said] == []
    assert {len(said.split("\0")) - french.count("\0") for french, said in known.items()} == {1}
