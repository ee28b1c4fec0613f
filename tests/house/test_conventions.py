"""Conventions that no linter knows."""

import ast
import importlib

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs

from belvedere.kit import jobs
from belvedere.kit.apps import RoomConfig
from belvedere.shell.history import DEEDS

from .places import ROOT, SOURCES, nodes, sources


def rooms():
    return [config for config in apps.get_app_configs() if config.name.startswith("belvedere.")]


def test_every_room_is_registered_as_such():
    """Otherwise its access rules and receivers are never loaded."""
    assert [config.name for config in rooms() if not isinstance(config, RoomConfig)] == []


def test_jobs_enqueued_by_name_exist():
    names = {
        node.args[0].value
        for file in sources()
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "enqueue"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    assert all(jobs.find(name) for name in names)


def actions():
    return [file for file in sources() if "actions" in file.parts or file.name == "actions.py"]


def test_public_actions_are_keyword_only_and_annotated():
    loose = []
    for file in actions():
        for node in ast.parse(file.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not node.args.args:
                continue
            if any(name in {"by", "now"} for name in (a.arg for a in node.args.args)):
                loose.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert loose == []


@pytest.mark.parametrize("drawer", ["actions", "queries", "access"])
def test_signatures_are_annotated(drawer):
    bare = []
    for file in sources():
        if drawer not in (*file.parts, file.stem):
            continue
        for node in nodes(file):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns is None:
                bare.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert bare == []


def test_queries_never_read_the_clock():
    readers = [
        str(file.relative_to(ROOT))
        for file in sources()
        if "queries" in (*file.parts, file.stem)
        and ("timezone.now(" in file.read_text() or "date.today(" in file.read_text())
    ]
    assert readers == []


def test_every_template_of_ours_compiles():
    folders = [folder for folder in get_app_template_dirs("templates") if SOURCES in folder.parents]
    names = [file.relative_to(folder).as_posix() for folder in folders for file in folder.rglob("*.html")]
    assert names
    assert all(get_template(name) for name in names)


def test_every_template_of_ours_is_used():
    folders = [folder for folder in get_app_template_dirs("templates") if SOURCES in folder.parents]
    text = "".join(file.read_text() for file in sources())
    text += "".join(file.read_text() for folder in folders for file in folder.rglob("*.*"))
    overrides = ("account/", "mfa/", "wagtailadmin/", "allauth/", "usersessions/", "socialaccount/", "wagtailsnippets/")
    unused = [
        name
        for folder in folders
        for file in folder.rglob("*.html")
        if not (name := file.relative_to(folder).as_posix()).startswith(overrides) and "/" in name and name not in text
    ]
    assert unused == []


def test_every_engine_runs_alone():
    for engine in sorted((SOURCES / "engines").iterdir()):
        if engine.is_dir() and (engine / "__init__.py").exists():
            main = importlib.import_module(f"belvedere.engines.{engine.name}.__main__").main
            with pytest.raises(SystemExit) as stop:
                main(["--help"])
            assert stop.value.code == 0, engine.name


def test_days_are_written_as_a_browser_reads_them():
    """In French otherwise: a field of type date takes « 22/11/2026 » for nothing, and loses the day it is given."""
    lost = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sources()
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"DateInput", "DateTimeInput"}
        and "format" not in {given.arg for given in node.keywords}
    ]
    assert lost == []


def verbs(file):
    """What is written in the journal: the words of each call, and those of a variable named after them."""
    for node in nodes(file):
        asked = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
        said = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "verb"
        if not said and not (asked and getattr(node.func.value, "id", "") == "journal"):
            continue
        words = ast.walk(node.args[0] if asked else node.value)
        yield from (one.value for one in words if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_deed_of_the_journal_has_a_name_in_histories():
    told = {verb.partition("_")[0] for file in actions() for verb in verbs(file)}
    assert sorted(told - DEEDS.keys() - {""}) == []
