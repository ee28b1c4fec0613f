"""From a feed to the tables, whatever the feed and whenever the process dies."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import zstandard
from django.db import connection

from belvedere.catalogue import events
from belvedere.catalogue.actions import incoming
from belvedere.catalogue.enums import DuplicateStatus, ItemStatus, OfferStatus, RunStatus
from belvedere.catalogue.imports import datatourisme, feed, parsing
from belvedere.catalogue.imports.turn import SourceBusy, turn_of
from belvedere.catalogue.models import DuplicatePair, ImportItem, ImportRun, Media, Offer, OfferText
from belvedere.territories.models import Commune
from tests.factories.catalogue import OfferFactory, flux, raw_object, uuid
from tests.factories.territories import CommuneFactory

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def clermont(db):
    return CommuneFactory(code="63113", name="Clermont-Ferrand", postal_codes=["63000", "63100"])


def statuses(run):
    return {place.rpartition("-")[2][:12]: status for place, status in run.items.values_list("place", "status")}


def test_a_first_load_creates_and_a_second_changes_nothing(load, tmp_path, clermont):
    path = flux(tmp_path / "flux.zip", [raw_object(n) for n in range(5)])
    first = load(path)
    assert (first.status, first.counts["created"]) == (RunStatus.DONE, 5)
    offer = Offer.everything.get(external_id=uuid(3))
    assert (offer.name, offer.commune, offer.main_type_id, offer.families) == ("Musée 3", clermont, "Museum", 1)
    assert offer.contacts[0]["phones"] == ["+33 4 65 71 00 01"]
    assert offer.provenance == {"*": {"source": "datatourisme", "date": "2026-01-15"}}
    before = list(Offer.everything.order_by("pk").values())
    second = load(path, now=NOW + timedelta(days=1))
    assert second.counts == {**dict.fromkeys(ItemStatus.values, 0), "unchanged": 5}
    assert list(Offer.everything.order_by("pk").values()) == before
    assert all(item.sentence.endswith(".") for item in ImportItem.everything.all())


def test_the_original_is_kept_verbatim(load, tmp_path, clermont):
    odd = raw_object(1, something={"unheard": ["of", 1.50]})
    load(flux(tmp_path / "flux.zip", [odd]))
    kept = zstandard.ZstdDecompressor().decompress(Offer.everything.get().raw.content)
    assert json.loads(kept) == odd


def test_what_other_processes_parse_is_what_we_would_have(load, tmp_path, clermont, monkeypatch):
    objects = [raw_object(n, **({"@type": []} if n % 20 == 7 else {})) for n in range(45)]
    path = flux(tmp_path / "flux.zip", objects)
    there = load(path, slug="elsewhere")
    monkeypatch.setattr(parsing, "FEW", len(objects) + 1)
    here = load(path, slug="here")
    assert here.counts == there.counts
    assert (here.counts["created"], here.counts["failed"]) == (43, 2)
    assert told(here) == told(there)


def told(run):
    columns = ("place", "status", "sentence", "offer__name", "offer__schedule", "offer__contacts", "offer__address")
    return sorted(run.items.values_list(*columns), key=str)


def test_only_the_fields_that_changed_get_a_new_provenance(load, tmp_path, clermont):
    load(flux(tmp_path / "a.zip", [raw_object(1), raw_object(2)]))
    phone = [{"@id": "https://data.datatourisme.fr/x", "schema:telephone": ["+33 4 65 71 00 99"]}]
    described = {"rdfs:comment": {"fr": ["Un beau musée."]}}
    changed = raw_object(1, lastUpdate="2026-02-20", hasContact=phone, **described)
    run = load(flux(tmp_path / "b.zip", [changed, raw_object(2)]), now=NOW + timedelta(days=1))
    assert (run.counts["updated"], run.counts["unchanged"]) == (1, 1)
    offer = Offer.everything.get(external_id=uuid(1))
    new = {"source": "datatourisme", "date": "2026-02-20"}
    old = {"source": "datatourisme", "date": "2026-01-15"}
    assert offer.provenance == {"*": old, "contacts": new, "texts": new}
    sentence = run.items.get(offer=offer).sentence
    assert "contacts" in sentence
    assert "textes" in sentence


def test_texts_and_media_that_stay_keep_their_rows(load, tmp_path, clermont):
    def picture(number, title):
        return {
            "@id": f"https://data.datatourisme.fr/m{number}",
            "ebucore:hasRelatedResource": [{"ebucore:locator": f"https://exemple.fr/{number}.jpg"}],
            "ebucore:hasAnnotation": [{"ebucore:title": {"fr": [title]}, "credits": ["Anne"]}],
        }

    load(flux(tmp_path / "a.zip", [raw_object(1, hasRepresentation=[picture(1, "Un"), picture(2, "Deux")])]))
    kept = Media.everything.get(url__endswith="1.jpg").pk
    text = OfferText.objects.get().pk
    load(flux(tmp_path / "b.zip", [raw_object(1, hasRepresentation=[picture(3, "Trois"), picture(1, "Première")])]))
    assert {m.url[-5:]: (m.title, m.position) for m in Media.everything.all()} == {
        "3.jpg": ("Trois", 0), "1.jpg": ("Première", 1),
    }  # fmt: skip
    assert Media.everything.get(url__endswith="1.jpg").pk == kept
    assert OfferText.objects.get().pk == text


def test_the_domain_of_the_address_may_change(load, tmp_path, clermont):
    load(flux(tmp_path / "a.zip", [raw_object(1)]))
    old = raw_object(1)
    moved = old | {"@id": old["@id"].replace("datatourisme.fr", "datatourisme.gouv.fr")}
    run = load(flux(tmp_path / "b.zip", [moved]))
    assert run.counts["updated"] == 1
    assert Offer.everything.get().uri == moved["@id"]


def test_the_absent_are_archived_after_the_grace_and_come_back(load, tmp_path, clermont):
    both, one = [raw_object(1), raw_object(2)], [raw_object(1)]
    load(flux(tmp_path / "a.zip", both))
    run = load(flux(tmp_path / "b.zip", one), now=NOW + timedelta(days=1))
    absent = Offer.everything.get(external_id=uuid(2))
    assert (run.counts["archived"], absent.status, absent.missing_since) == (0, "active", NOW.date() + timedelta(1))
    assert "absentes" in run.sentence
    run = load(flux(tmp_path / "c.zip", one), now=NOW + timedelta(days=40))
    absent.refresh_from_db()
    assert (run.counts["archived"], absent.status) == (1, OfferStatus.ARCHIVED)
    run = load(flux(tmp_path / "d.zip", one), now=NOW + timedelta(days=41))
    assert run.counts["archived"] == 0
    run = load(flux(tmp_path / "e.zip", both), now=NOW + timedelta(days=42))
    absent.refresh_from_db()
    assert (run.counts["updated"], absent.status, absent.missing_since) == (1, OfferStatus.ACTIVE, None)


def test_what_a_person_hid_stays_hidden(load, tmp_path, clermont):
    load(flux(tmp_path / "a.zip", [raw_object(1)]))
    Offer.everything.update(status=OfferStatus.HIDDEN)
    load(flux(tmp_path / "b.zip", [raw_object(1, lastUpdate="2026-03-01")]))
    assert Offer.everything.get().status == OfferStatus.HIDDEN


def test_a_single_object_says_nothing_of_the_others(load, tmp_path, clermont):
    load(flux(tmp_path / "a.zip", [raw_object(1), raw_object(2)]))
    alone = tmp_path / "un.json"
    alone.write_text(json.dumps(raw_object(1, lastUpdate="2026-03-01")))
    run = load(alone, now=NOW + timedelta(days=90))
    assert run.counts["updated"] == 1
    assert not Offer.everything.exclude(missing_since=None).exists()


def test_bad_objects_fail_one_by_one_with_a_sentence(load, tmp_path, clermont):
    nowhere = raw_object(2)
    nowhere["isLocatedAt"][0]["schema:geo"]["schema:latitude"] = "NaN"
    agent = raw_object(4) | {"@type": ["schema:Person", "Agent"]}
    path = flux(tmp_path / "flux.zip", [raw_object(1), nowhere, b'{"@id": "tronqu', raw_object(3), agent])
    run = load(path)
    assert {status: run.counts[status] for status in ("created", "failed", "skipped")} == {
        "created": 2, "failed": 2, "skipped": 1,
    }  # fmt: skip
    sentences = list(run.items.filter(status="failed").values_list("sentence", flat=True))
    assert any("latitude" in sentence for sentence in sentences)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_what_the_database_refuses_does_not_stop_the_batch(load, tmp_path, clermont, monkeypatch):
    honest = incoming.Writer._kept

    def forged(self, item, provenance):
        values = honest(self, item, provenance)
        return (None, *values[1:]) if item.read.uuid == uuid(2) else values

    monkeypatch.setattr(incoming.Writer, "_kept", forged)
    run = load(flux(tmp_path / "flux.zip", [raw_object(n) for n in range(4)]))
    assert (run.counts["created"], run.counts["failed"]) == (3, 1)
    assert "base de données" in run.items.get(status="failed").sentence


class Killed(BaseException):
    """What a kill looks like from inside: nothing runs after it."""


@pytest.mark.parametrize("at", ["insert", "items", "after_batch", "follow_up"])
def test_a_killed_import_leaves_nothing_half_written_and_goes_on(load, tmp_path, clermont, monkeypatch, at):
    monkeypatch.setattr(feed, "BATCH", 3)
    path = flux(tmp_path / "flux.zip", [raw_object(n) for n in range(8)])
    calls = {"number": 0}

    def dying(function):
        def wrapped(*arguments, **named):
            calls["number"] += 1
            if calls["number"] == 2:
                raise Killed
            return function(*arguments, **named)

        return wrapped

    with monkeypatch.context() as patch:
        if at == "insert":
            patch.setattr(incoming.Writer, "_keep_originals", dying(incoming.Writer._keep_originals))
        elif at == "items":
            patch.setattr(incoming.bulk, "insert", dying(incoming.bulk.insert))
        elif at == "after_batch":
            patch.setattr(datatourisme.incoming, "apply_incoming", dying(datatourisme.incoming.apply_incoming))
        else:
            calls["number"] = 1
            patch.setattr(datatourisme, "follow_up", dying(datatourisme.follow_up))
        with pytest.raises(Killed):
            load(path)
    run = ImportRun.everything.get()
    assert run.status == RunStatus.RUNNING
    assert Offer.everything.count() == run.items.count() == run.position
    assert Offer.everything.filter(raw=None).count() == 0
    assert OfferText.objects.count() == run.position
    resumed = load(path, now=NOW + timedelta(minutes=5))
    assert resumed.pk == run.pk
    assert resumed.counts["created"] == 8
    assert Offer.everything.count() == 8
    assert not Offer.everything.exclude(missing_since=None).exists()


def test_another_feed_after_a_kill_starts_anew(load, tmp_path, clermont, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(datatourisme, "follow_up", lambda *a, **k: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            load(flux(tmp_path / "a.zip", [raw_object(1)]))
    run = load(flux(tmp_path / "b.zip", [raw_object(1), raw_object(2)]))
    assert ImportRun.everything.exclude(pk=run.pk).get().status == RunStatus.INTERRUPTED
    assert (run.counts["unchanged"], run.counts["created"]) == (1, 1)


def test_one_import_of_a_source_at_a_time(load, tmp_path, clermont):
    source = load(flux(tmp_path / "flux.zip", [raw_object(1)])).source

    def elsewhere():
        try:
            with turn_of(source):
                return "taken"
        except SourceBusy as busy:
            return str(busy)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as another, turn_of(source):
        assert "déjà en cours" in another.submit(elsewhere).result()
    with ThreadPoolExecutor(1) as another:
        assert another.submit(elsewhere).result() == "taken"


def test_a_truncated_archive_is_refused_and_nothing_is_held_absent(load, tmp_path, clermont):
    path = flux(tmp_path / "flux.zip", [raw_object(n) for n in range(5)])
    load(path)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(datatourisme.FeedRefused, match="tronqué"):
        load(broken, now=NOW + timedelta(days=90))
    assert not Offer.everything.exclude(missing_since=None).exists()


def test_a_nameless_failure_keeps_the_absent_from_being_archived(load, tmp_path, clermont):
    folder = tmp_path / "flux"
    folder.mkdir()
    load(flux(tmp_path / "a.zip", [raw_object(1), raw_object(2)]))
    (folder / "un.json").write_text(json.dumps(raw_object(1)))
    (folder / "deux.json").write_text("{")
    load(folder, now=NOW + timedelta(days=90))
    assert not Offer.everything.exclude(missing_since=None).exists()


def test_communes_follow_mergers_and_postal_codes(load, tmp_path, clermont):
    old = CommuneFactory(code="63999", name="Ancienne", until_year=2020, successor=clermont)
    merged, lost, unknown = raw_object(1), raw_object(2), raw_object(3)
    merged["isLocatedAt"][0]["schema:address"][0]["hasAddressCity"]["insee"] = old.pk
    del lost["isLocatedAt"][0]["schema:address"][0]["hasAddressCity"]
    unknown["isLocatedAt"][0]["schema:address"][0] |= {"schema:postalCode": "99999"}
    unknown["isLocatedAt"][0]["schema:address"][0]["hasAddressCity"]["insee"] = "99999"
    run = load(flux(tmp_path / "flux.zip", [merged, lost, unknown]))
    found = dict(Offer.everything.values_list("external_id", "commune"))
    assert found == {uuid(1): "63113", uuid(2): "63113", uuid(3): None}
    assert "Commune inconnue" in run.items.get(offer__external_id=uuid(3)).sentence
    Commune.objects.create(code="99999", name="Neuve", department=clermont.department, since_year=2026)
    load(flux(tmp_path / "b.zip", [merged, lost, unknown]))
    assert Offer.everything.get(external_id=uuid(3)).commune_id == "99999"


def test_unknown_types_are_kept_and_said(load, tmp_path, clermont):
    item = raw_object(1) | {"@type": ["PlaceOfInterest", "SpacePort"]}
    run = load(flux(tmp_path / "flux.zip", [item]))
    offer = Offer.everything.get()
    assert (offer.main_type_id, "SpacePort" in offer.types) == ("PlaceOfInterest", True)
    assert "SpacePort" in run.items.get().sentence
    run = load(flux(tmp_path / "b.zip", [raw_object(2)]))
    assert run.items.get(status="created").sentence == "Nouvelle offre."


def test_look_alikes_are_queued_once_for_a_person(load, tmp_path, clermont):
    OfferFactory(
        source__slug="autre", name="Le Musée 1", address={"postal_code": "63000"}, commune=clermont, lon=3.01
    )  # fmt: skip
    path = flux(tmp_path / "flux.zip", [raw_object(1)])
    load(path)
    pair = DuplicatePair.everything.get()
    assert pair.status == DuplicateStatus.TO_REVIEW
    assert pair.score > 90
    DuplicatePair.everything.update(status=DuplicateStatus.DIFFERENT)
    load(flux(tmp_path / "b.zip", [raw_object(1, lastUpdate="2026-03-01")]))
    assert DuplicatePair.everything.get().status == DuplicateStatus.DIFFERENT


def test_what_changed_is_told_once_a_run(load, tmp_path, clermont):
    told = []

    def listen(sender, ids, **kwargs):
        told.append(sorted(ids))

    events.offers_changed.connect(listen)
    try:
        load(flux(tmp_path / "a.zip", [raw_object(1), raw_object(2)]))
        load(flux(tmp_path / "a.zip", [raw_object(1), raw_object(2)]))
        load(flux(tmp_path / "b.zip", [raw_object(1), raw_object(2, lastUpdate="2026-03-01")]))
    finally:
        events.offers_changed.disconnect(listen)
    numbers = dict(Offer.everything.values_list("external_id", "pk"))
    assert told == [sorted(numbers.values()), [numbers[uuid(2)]]]
