"""The reference of the indicators says what the registry does."""

import pytest

from belvedere.engines.indicators import INDICATORS
from tests.house.places import ROOT

PAGE = (ROOT / "docs" / "reference" / "indicateurs.md").read_text().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.key)
def test_every_indicator_is_in_the_reference(one):
    for words in (one.name, one.definition, one.formula, one.example.words, one.origin):
        assert words.replace("\u00a0", " ").replace("\u202f", " ") in PAGE
