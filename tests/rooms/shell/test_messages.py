"""Catalogues compiled without gettext's tools, and an English that is whole."""

import ast
import gettext
import re

import pytest
from django.utils.translation.template import templatize

from belvedere.shell import messages

ROOMS = messages.LOCALE.parents[1]
SAID = re.compile(r"""(?<!n)(?:gettext|\b_)\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
IN_CODE = re.compile(r"""\b_\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")


def compiled(tmp_path, text):
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(text)
    (target,) = messages.compile_catalogues(tmp_path)
    with target.open("rb") as handle:
        return gettext.GNUTranslations(handle)


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def test_gettext_reads_what_is_written(tmp_path):
    found = compiled(
        tmp_path,
        HEADER + '\n# un mot\nmsgid "Été"\nmsgstr ""\n"Sum"\n"mer"\n\nmsgctxt "verbe"\nmsgid "garder"\nmsgstr "keep"\n'
        '\nmsgid "offre"\nmsgid_plural "offres"\nmsgstr[0] "result"\nmsgstr[1] "results"\n'
        '\n#, fuzzy\nmsgid "Hiver"\nmsgstr "Winter?"\n\nmsgid "Automne"\nmsgstr ""\n',
    )
    assert found.gettext("Été") == "Summer"
    assert found.pgettext("verbe", "garder") == "keep"
    assert [found.ngettext("offre", "offres", n) for n in (1, 2)] == ["result", "results"]
    assert (found.gettext("Hiver"), found.gettext("Automne")) == ("Hiver", "Automne")


def test_a_damaged_catalogue_is_refused_with_its_line(tmp_path):
    with pytest.raises(messages.CatalogueError, match="ligne 4"):
        compiled(tmp_path, HEADER + '\nmsgid "Été\nmsgstr "Summer"\n')


def test_a_catalogue_is_compiled_again_only_when_it_has_changed(tmp_path):
    compiled(tmp_path, HEADER)
    assert messages.compile_catalogues(tmp_path) == []


def test_every_sentence_of_the_public_pages_has_its_english():
    english = messages.read(messages.LOCALE / "en" / "LC_MESSAGES" / "django.po")
    wanted = set()
    for room in ("shell", "site"):
        for file in (ROOMS / room / "templates").rglob("*.html"):
            wanted |= {ast.literal_eval(said) for said in SAID.findall(templatize(file.read_text()))}
    for folder in ("site/views", "site/queries"):
        for file in (ROOMS / folder).glob("*.py"):
            wanted |= set(IN_CODE.findall(file.read_text()))
    assert len(wanted) > 100
    assert sorted(wanted - set(english)) == []
