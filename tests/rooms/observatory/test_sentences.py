"""What engines say, in English: every sentence they can write is recognised, with its numbers and days in English."""

import ast

import pytest
from django.utils import translation

from belvedere.observatory.templatetags.sentences import plain, translated
from tests.house.places import SOURCES

#: Modules whose sentences are kept and shown; what only the command line prints is not here.
MODULES = (
    "impact/verdict.py", "impact/controls.py", "impact/pool.py", "impact/power.py", "forecast/engine.py",
    "forecast/series.py", "indicators/reckon.py",
)  # fmt: skip
#: What a hole of a sentence holds where a bare number would not be one of its values.
HELD = {
    "_signed": "+3\u00a0% (entre +1\u00a0% et +5\u00a0%)", "span": "entre +1\u00a0% et +5\u00a0%",
    "UNIT[frequency]": "mois", "unit": "mois", "FIXED": "\u00a0", "e": "", "kind": "hausse", "where": "juste avant",
    "until": "",
}  # fmt: skip
#: Parts of a sentence.
PARTS = (
    "pendant l’événement", "dans la série", "juste avant", "juste après", "entre +", "entre 12", "12, 12 jours",
    " au-delà", "12\u00a0% (entre 12", "no effect seen",
)  # fmt: skip


def written(node):
    """The text of a string, its holes filled."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(written(one) for one in node.values)
    if isinstance(node, ast.FormattedValue):
        inside = node.value.body if isinstance(node.value, ast.IfExp) else node.value
        if isinstance(inside, ast.Constant):
            return inside.value
        name = ast.unparse(inside)
        return HELD.get(name, HELD.get(name.partition("(")[0], "12\u00a0%" if "percent" in name else "12"))
    return ""


def sentences(file):
    """French strings of a module, docstrings and refusals left out."""
    tree = ast.parse(file.read_text())
    out = {id(one) for node in ast.walk(tree) if isinstance(node, ast.Raise) for one in ast.walk(node)}
    out |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    out |= {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values}
    for node in ast.walk(tree):
        if isinstance(node, (ast.JoinedStr, ast.Constant)) and id(node) not in out:
            text = written(node).replace("manquants juste avant", "manquants dans la série")
            if len(text) > 12 and " " in text.replace("\u00a0", " ") and any(letter in text for letter in "éàèêç’ "):
                yield text


@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_of_an_engine_has_its_english(module):
    found = [text for text in sentences(SOURCES / "engines" / module) if not text.startswith(PARTS)]
    with translation.override("en"):
        french = [text for text in found if translated(text) == text]
    assert [text for text in french if "%(" not in text] == []


def test_values_are_written_as_english_does():
    said = (
        "Hausse de 12\u00a0% (entre +3,1\u00a0% et +22\u00a0%), soit +12\u00a0346 (entre +1\u00a0200 et +23\u00a0000)."
    )
    with translation.override("en"):
        assert translated(said) == "Up by 12% (between +3.1% and +22%), that is +12,346 (between +1,200 and +23,000)."
        assert "July 1, 2024" in translated("Rupture de mesure reconnue et corrigée\u00a0: 1er\u00a0juillet\u00a02024.")
        assert translated("Une phrase que personne n’a traduite.") == "Une phrase que personne n’a traduite."
    with translation.override("fr"):
        assert translated(said) == said


def test_french_spaces_of_any_kind_are_one():
    assert plain("trop court\u202f: 12 %") == plain("trop court : 12\u00a0%") == "trop court\u00a0: 12\u00a0%"
