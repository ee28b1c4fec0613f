"""English is whole wherever a visitor or a professional reads: a word that is missing would be shown in French."""

import ast
import re

from django.utils.translation.template import templatize

from belvedere.engines.indicators import INDICATORS, RULES
from belvedere.engines.notes import PHRASES
from belvedere.engines.offers.score import WEIGHTS
from belvedere.observatory.templatetags.sentences import SENTENCES, plain
from belvedere.shell import messages

from .places import ROOT, SOURCES
from .test_typography import TRANSLATED

#: Layouts of what is read by others than the office's own people.
PUBLIC = {"shell/public.html", "shell/auth.html", "shell/pro.html", "shell/lost.html"}
#: Code whose words such pages print.
CODE = (
    "site/views", "site/queries", "site/urls.py", "site/actions.py", "shell/surfaces.py", "shell/templatetags",
    "people/views.py", "people/urls.py", "people/forms.py", "people/enums.py", "people/actions", "people/validators.py",
    "people/queries.py",
    "catalogue/views.py", "catalogue/urls.py", "catalogue/enums.py", "catalogue/queries",
    "cockpit/views", "cockpit/urls.py", "cockpit/forms/public.py", "cockpit/actions/letters.py",
    "cockpit/actions/subscriptions.py", "cockpit/queries/tiles.py", "cockpit/queries/specs.py",
    "cockpit/queries/choropleth.py", "cockpit/queries/notes.py", "cockpit/queries/readings.py",
    "cockpit/queries/wording.py",
    "observatory/views", "observatory/urls.py", "observatory/templatetags", "observatory/exports.py",
    "observatory/queries/charts.py", "observatory/queries/outlook_charts.py", "observatory/queries/flow_charts.py",
    "observatory/queries/whereabouts.py", "observatory/enums.py",
    "desk/templatetags", "contacts/views", "contacts/urls.py", "contacts/forms/public.py",
    "contacts/actions/sign_up.py",
    "contacts/actions/preferences.py", "contacts/actions/retention.py", "contacts/actions/surveys.py",
    "meetings/views", "meetings/urls.py", "meetings/enums.py", "meetings/forms/after.py", "meetings/forms/call.py",
    "meetings/forms/profile.py", "meetings/queries/profiles.py", "meetings/queries/segments.py",
    "meetings/queries/floor.py", "meetings/actions/wishes.py", "meetings/actions/swaps.py",
    "meetings/actions/signups.py", "meetings/actions/after.py", "meetings/actions/letters.py",
    "meetings/actions/telling.py", "meetings/actions/entrance.py",
)  # fmt: skip
#: A page of visitors with a layout of its own.
ALONE = {"desk/live.html"}
#: What is no text between the tags of a page: classes of its body, messages, comments, tags and values.
TAGS = re.compile(
    r"{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}"
    r"|{%\s*blocktrans.*?endblocktrans\w*\s*%}|{#.*?#}|{%.*?%}|{{.*?}}",
    re.S,
)
CATALOGUE = SOURCES / "shell" / "locale" / "en" / "LC_MESSAGES" / "django.po"


def in_code(text):
    """Messages of a module: a message, or a pair joined as gettext keys plurals."""
    for node in ast.walk(ast.parse(text)):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in TRANSLATED:
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield "\0".join(words[:2]) if name.startswith("ngettext") else words[0] if words else ""


def in_template(text):
    for found in re.finditer(r"\b(n?gettext|_)\((u?[\"'].*?)\) ", templatize(text) + " ", re.S):
        words = found[2].replace("\n", "\\n")
        yield from in_code(f"{found[1]}({words})")


def templates():
    """Source of each template of ours, by name."""
    folders = [folder for folder in SOURCES.glob("*/templates") if folder.is_dir()]
    return {file.relative_to(folder).as_posix(): file for folder in folders for file in folder.rglob("*.html")}


def linked(text):
    return set(re.findall(r"{%\s*(?:extends|include)\s+\"([^\"]+)\"", text))


def read_by_others():
    """Templates that lie on a public layout, the layouts, and all that these include."""
    texts = {name: file.read_text() for name, file in templates().items()}
    found = {name for name, text in texts.items() if linked(text) & PUBLIC} | PUBLIC | ALONE
    found |= {name for name in texts if name.startswith(("account/", "mfa/", "allauth/"))}
    while more := {one for name in found for one in linked(texts[name]) if one in texts} - found:
        found |= more
    return {name: texts[name] for name in found}


def of_indicators():
    """Definitions that are read on the page of indicators; what is only a sign says itself."""
    for one in INDICATORS:
        yield from (one.name, one.definition, one.formula, one.origin, one.example.words)
    for rule in RULES.values():
        yield from (words for words in (rule.words, rule.why_time, rule.why_places) if len(words) > 2)


def test_every_word_that_others_read_has_its_english():
    known = messages.read(CATALOGUE)
    wanted = {name: set(in_template(text)) for name, text in read_by_others().items()}
    for place in CODE:
        path = SOURCES / place
        for file in [path] if path.is_file() else path.rglob("*.py"):
            wanted[str(file.relative_to(ROOT))] = set(in_code(file.read_text()))
    wanted["engines/offers/score.py"] = set(WEIGHTS)
    wanted["engines"] = set(map(plain, (*SENTENCES, *of_indicators()))) | set(PHRASES)
    missing = {f"{name}: {words!r}" for name, found in wanted.items() for words in found - {""} if words not in known}
    assert sum(map(len, wanted.values())) > 300
    assert sorted(missing) == []


def test_a_translation_keeps_the_places_of_what_is_put_in():
    """``%(name)s`` in French and not in English would be a crash or a hole."""
    place = re.compile(r"%(?:\((\w+)\))?[sd]")
    wrong = [
        french
        for french, english in messages.read(CATALOGUE).items()
        if french and set(place.findall(french)) - set(place.findall(english)) - {"n", "total"}
    ]
    assert wrong == []


def test_no_french_is_left_between_the_tags():
    """Text outside of gettext stays French in every language."""
    bare = re.compile(r">\s*([^<>{}%]*[A-Za-zÀ-ÿ]{3}[^<>{}%]*)<")
    kept, names = {"shell/base.html", "site/parts/stars.html"}, {"CSV", "Parquet"}
    found = []
    for name, text in read_by_others().items():
        plain = TAGS.sub("", text)
        words = [one.strip() for one in bare.findall(plain)]
        found += [f"{name}: {one}" for one in words if name not in kept and one not in names]
    assert found == []
