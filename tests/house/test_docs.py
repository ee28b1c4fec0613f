"""Documentation cannot go stale: settings, events, rooms and nouns are looked for in it."""

import re

import pytest
from django.apps import apps

from .places import ROOT, SOURCES, sources

DOCS = ROOT / "docs"


def test_every_environment_variable_is_documented():
    text = (DOCS / "reference" / "reglages.md").read_text()
    used = {
        name
        for file in sources()
        for name in re.findall(r"environ(?:\.get)?[\[(]\s*\"((?:BELVEDERE|DATABASE)_\w+)\"", file.read_text())
    }
    assert used
    assert {name for name in used if f"`{name}`" not in text} == set()


def test_every_event_is_documented():
    text = (DOCS / "reference" / "evenements.md").read_text()
    for file in SOURCES.glob("*/events.py"):
        for name in re.findall(r"^(\w+) = Signal\(\)", file.read_text(), re.M):
            assert f"`{name}`" in text, name


def test_every_room_is_in_the_readme():
    text = (ROOT / "README.md").read_text()
    missing = [
        c.name for c in apps.get_app_configs() if c.name.startswith("belvedere.") and f"`{c.name[10:]}`" not in text
    ]
    assert missing == []


ROOMS = ("territories", "people", "catalogue", "observatory", "contacts", "meetings", "desk", "cockpit")


@pytest.mark.parametrize("room", ROOMS)
def test_every_noun_is_in_the_glossary(room):
    text = (DOCS / "glossary.md").read_text()
    names = [model.__name__ for model in apps.get_app_config(room).get_models()]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_links_between_pages_lead_somewhere():
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.relative_to(ROOT)} → {link}"
