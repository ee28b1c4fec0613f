"""French as the Imprimerie nationale prints it: curly apostrophes, no-break spaces before double punctuation."""

import ast
import re

import pytest

from .places import ROOT, SOURCES, nodes, sources, tracked

NO_BREAK = "\u00a0\u202f"
WRONG = (
    (re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]"), "straight apostrophe"),
    (re.compile(r"(?<=[\wÀ-ÿ»)]) [;!?](?=\s|$)"), "plain space before ; ! ?"),
    (re.compile(r"(?<=[\wÀ-ÿ»)]) :(?=\s|$)"), "plain space before :"),
    (re.compile(r"« | »"), "plain space inside « »"),
    (re.compile(r"\.\.\."), "three dots"),
)
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
TAG = re.compile(
    r"{%\s*(?:translate|trans)\s+\"([^\"]+)\"|{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans", re.S
)


def faults(text):
    return [why for pattern, why in WRONG if pattern.search(text)]


def in_python(file):
    for node in nodes(file):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATED:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def in_template(file):
    for one, many in TAG.findall(file.read_text()):
        yield one or many


def test_french_shown_to_people_is_well_typed():
    templates = [file for file in tracked() if file.suffix in (".html", ".txt") and SOURCES in file.parents]
    texts = [(file, text) for file in sources() for text in in_python(file)]
    texts += [(file, text) for file in templates for text in in_template(file)]
    found = [f"{file.relative_to(ROOT)}: {text.strip()[:70]!r}: {why}" for file, text in texts for why in faults(text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("l'offre", 1), ("Quoi ?", 1), (f"Quoi{NO_BREAK[0]}?", 0), ("« oui »", 1), ("l’offre", 0), ("Attendez...", 1)],
)
def test_the_rule_catches_what_it_says(text, count):
    assert len(faults(text)) == count
