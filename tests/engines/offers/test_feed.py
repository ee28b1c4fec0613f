"""Feeds in each packing, and what a bad one says."""

import json
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from belvedere.engines.offers import (
    DuplicateObject,
    FeedError,
    FeedReader,
    PathEscape,
    TruncatedFeed,
    UnreadableMember,
    WrongEncoding,
    ZipBomb,
    fingerprint,
    identify,
    parse_object,
    split_uri,
)
from belvedere.engines.offers.__main__ import main
from belvedere.engines.offers.load import OBJECT_LIMIT
from tests.engines.offers.samples import URI, sample


def numbered(count: int) -> list[dict[str, Any]]:
    return [sample(uri=f"{URI[:-3]}{n:03}") for n in range(count)]


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return path


def members(count: int) -> dict[str, bytes]:
    found = {"index.json": b"[]", "context.jsonld": b"{}"}
    return found | {f"objects/0/0{i}/23-{i}.json": orjson.dumps(item) for i, item in enumerate(numbered(count))}


def uuids(reader: FeedReader) -> list[str]:
    return [parse_object(raw).uuid for _, raw in reader]


def test_zip_folder_list_graph_and_lone_object_give_the_same_offers(tmp_path: Path) -> None:
    items = numbered(3)
    archive = zipped(tmp_path / "flux.zip", members(3))
    folder = tmp_path / "flux"
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder)
    listed, graph, lone = (tmp_path / name for name in ("liste.json", "graphe.jsonld", "seul.json"))
    listed.write_text(json.dumps(items))
    graph.write_bytes(b"\xef\xbb\xbf" + orjson.dumps({"@context": {}, "@graph": items}))
    lone.write_text(json.dumps(items[0], indent=1))
    expected = [parse_object(item).uuid for item in items]
    for feed in (archive, folder, listed, graph):
        assert uuids(FeedReader(feed)) == expected
    assert uuids(FeedReader(lone)) == expected[:1]
    assert next(place for place, _ in FeedReader(archive)) == "objects/0/00/23-0.json"


def test_a_reader_can_be_read_twice(tmp_path: Path) -> None:
    reader = FeedReader(zipped(tmp_path / "flux.zip", members(2)))
    assert uuids(reader) == uuids(reader)
    assert reader.failures == []


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_a_truncated_zip_is_refused(tmp_path: Path, kept: float) -> None:
    raw = zipped(tmp_path / "flux.zip", members(5)).read_bytes()
    (tmp_path / "coupe.zip").write_bytes(raw[: int(len(raw) * kept)])
    with pytest.raises(TruncatedFeed, match="tronquée"):
        list(FeedReader(tmp_path / "coupe.zip"))


def test_a_damaged_member_fails_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "flux.zip", members(3), zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"Imaginary", raw.index(b"23-1.json"))] ^= 1
    path.write_bytes(raw)
    reader = FeedReader(path)
    assert len(list(reader)) == 2
    assert [type(failure) for failure in reader.failures] == [UnreadableMember]
    assert reader.failures[0].place == "objects/0/01/23-1.json"


def test_escapes_duplicates_and_giants_fail_alone(tmp_path: Path) -> None:
    giant = (
        b'{"@id": "https://data.datatourisme.fr/23/g", "x": "' + b"0123456789abcdef" * (OBJECT_LIMIT // 16 + 1) + b'"}'
    )
    bomb = b'{"@id": "' + b" " * (6 * 2**20) + b'"}'
    content = members(2) | {
        "../evasion.json": b"{}",
        "/etc/passwd.json": b"{}",
        "C:\\evasion.json": b"{}",
        "objects/double.json": orjson.dumps(numbered(1)[0]),
        "objects/geant.json": giant,
        "objects/bombe.json": bomb,
    }
    reader = FeedReader(zipped(tmp_path / "flux.zip", content))
    assert len(list(reader)) == 2
    kinds = {failure.place: type(failure) for failure in reader.failures}
    assert kinds == {
        "../evasion.json": PathEscape,
        "/etc/passwd.json": PathEscape,
        "C:\\evasion.json": PathEscape,
        "objects/double.json": DuplicateObject,
        "objects/geant.json": UnreadableMember,
        "objects/bombe.json": ZipBomb,
    }


@pytest.mark.slow
def test_a_whole_bomb_is_refused(tmp_path: Path) -> None:
    content = {f"objects/{i}.json": b" " * (7 * 2**20) for i in range(40)}
    with pytest.raises(ZipBomb, match="Gio"):
        list(FeedReader(zipped(tmp_path / "flux.zip", content)))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}")
    folder = tmp_path / "flux"
    folder.mkdir()
    (folder / "lien.json").symlink_to(tmp_path / "secret.json")
    reader = FeedReader(folder)
    assert list(reader) == []
    assert [type(failure) for failure in reader.failures] == [PathEscape]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"[1,", FeedError),
        (b"3", FeedError),
        ('[{"@id": "é"}]'.encode("latin-1"), WrongEncoding),
        ('[{"@id": "é"}]'.encode("utf-16"), WrongEncoding),
        (b"", FeedError),
    ],
)
def test_a_file_that_is_no_feed_is_refused(tmp_path: Path, raw: bytes, kind: type[FeedError]) -> None:
    path = tmp_path / "flux.json"
    path.write_bytes(raw)
    with pytest.raises(kind):
        list(FeedReader(path))
    with pytest.raises(FeedError, match="introuvable"):
        list(FeedReader(tmp_path / "absent.zip"))


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("https://data.datatourisme.gouv.fr/15/3fcc42e2-5477", ("15", "3fcc42e2-5477")),
        ("https://data.datatourisme.fr/23/3fcc42e2-5477", ("23", "3fcc42e2-5477")),
        ("https://data.datatourisme.fr/3fcc42e2-5477", ("", "3fcc42e2-5477")),
        ("3fcc42e2", None),
        ("https://data.datatourisme.fr/", None),
    ],
)
def test_producer_and_uuid_do_not_depend_on_the_domain(uri: str, expected: tuple[str, str] | None) -> None:
    assert split_uri(uri) == expected


def test_identity_and_fingerprint_without_parsing() -> None:
    raw = orjson.dumps(sample())
    offer = parse_object(raw)
    assert identify(raw) == (offer.producer, offer.uuid)
    assert identify(b'{"x": {"@id": "https://a.fr/1/2"}}') is None
    assert fingerprint(raw) == fingerprint(bytes(raw)) != fingerprint(raw + b" ")
    assert len(fingerprint(raw)) == 16


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = zipped(tmp_path / "flux.zip", members(3))
    assert main([str(path), "--summary"]) == 0
    assert "3 offres lues, 0 refusées" in capsys.readouterr().out
    zipped(path, members(2) | {"objects/x.json": b"{"})
    assert main([str(path)]) == 1
    told = capsys.readouterr()
    assert "2 offres lues, 1 refusées" in told.out
    assert told.err.startswith("objects/x.json : JSON illisible")
    assert main([str(path), "--jsonl"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [orjson.loads(line)["texts"][0]["language"] for line in lines] == ["fr", "fr"]
    assert main([str(tmp_path / "absent.zip")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "families"),
    [
        ("flux-2020-centre-val-de-loire", {"place": 1241, "event": 379, "product": 203, "tour": 21}),
        ("objets-isoles-2023-11", {"place": 9, "event": 1}),
    ],
)
def test_real_feeds_are_read_whole(name: str, families: dict[str, int]) -> None:
    feed = Path(__file__).resolve().parents[3].parent / f"shared/data/datatourisme/{name}.zip"
    if not feed.exists():
        pytest.skip("données réelles absentes : ../shared/data/datatourisme")
    reader = FeedReader(feed)
    found: dict[str, int] = {}
    for _, raw in reader:
        for family in parse_object(raw).families:
            found[family] = found.get(family, 0) + 1
    assert found == families
    assert reader.failures == []
