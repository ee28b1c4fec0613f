"""The commands as a technician types them."""

import json

import pytest
from django.core.management import call_command
from django.db import OperationalError

from belvedere.catalogue.imports import datatourisme
from belvedere.catalogue.models import ImportRun, Offer, Source
from tests.factories.catalogue import flux, raw_object
from tests.factories.territories import DestinationFactory

pytestmark = pytest.mark.django_db
KEYS = ["created", "updated", "unchanged", "archived", "skipped", "failed", "seconds"]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def summary(capsys, *arguments):
    call_command("import_datatourisme", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_last_line_is_one_summary_object(capsys, tmp_path):
    path = flux(tmp_path / "flux.zip", [raw_object(n) for n in range(3)])
    first = summary(capsys, path)
    assert list(first) == KEYS
    assert (first["created"], first["failed"]) == (3, 0)
    assert summary(capsys, path)["unchanged"] == 3


def test_a_rehearsal_writes_nothing(capsys, tmp_path):
    path = flux(tmp_path / "flux.zip", [raw_object(n) for n in range(3)])
    assert summary(capsys, path, "--dry-run")["created"] == 3
    assert not Offer.everything.exists()
    assert not ImportRun.everything.exists()
    summary(capsys, path)
    changed = flux(tmp_path / "b.zip", [raw_object(0, lastUpdate="2026-03-01"), raw_object(1), raw_object(9)])
    counts = summary(capsys, changed, "--dry-run")
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (1, 1, 1)


def test_failed_objects_are_listed_and_give_the_exit_code_1(capsys, tmp_path):
    path = flux(tmp_path / "flux.zip", [raw_object(1), b"{"])
    with pytest.raises(SystemExit) as stop:
        call_command("import_datatourisme", str(path))
    assert stop.value.code == 1
    told = capsys.readouterr()
    assert "JSON" in told.err
    assert "1 créées" in told.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{folder}/absent.zip"], "introuvable"),
        (["{folder}/vide.zip"], "tronquée"),
        (["{folder}/flux.zip", "--destination", "atlantide"], "atlantide"),
    ],
)
def test_a_refusal_is_one_sentence_and_the_exit_code_2(capsys, tmp_path, arguments, words):
    flux(tmp_path / "flux.zip", [raw_object(1)])
    (tmp_path / "vide.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(SystemExit) as stop:
        call_command("import_datatourisme", *(argument.format(folder=tmp_path) for argument in arguments))
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1


def test_a_locked_database_is_said_with_what_to_do(capsys, tmp_path, monkeypatch):
    def locked(**_named):
        raise OperationalError("database is locked")

    monkeypatch.setattr(datatourisme, "import_feed", locked)
    path = flux(tmp_path / "flux.zip", [raw_object(1)])
    with pytest.raises(SystemExit) as stop:
        call_command("import_datatourisme", str(path))
    assert stop.value.code == 2
    assert "relancez" in capsys.readouterr().err


def test_a_source_and_its_destination_are_named(capsys, tmp_path):
    office = DestinationFactory(slug="salers")
    default = DestinationFactory(is_default=True)
    path = flux(tmp_path / "flux.zip", [raw_object(1)])
    summary(capsys, path, "--source", "flux-salers", "--destination", "salers")
    summary(capsys, path)
    assert Source.everything.get(slug="flux-salers").destination == office
    assert Source.everything.get(slug="datatourisme").destination == default


def test_sessions_are_refreshed_by_a_command(capsys):
    call_command("refresh_sessions")
    assert "0 séances" in capsys.readouterr().out
