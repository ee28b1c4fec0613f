"""The files of the command: the form of the issue, published instances, refusals that name the place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from belvedere.engines.advice.__main__ import main

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "itineraires"
TRIP = {
    "days": 1, "limit": 240, "start": 0, "end": 0, "travel": "euclidean",
    "stops": [
        {"id": 0, "score": 0, "visit": 0, "opens": 0, "closes": 600, "x": 0, "y": 0},
        {"id": 1, "score": 5, "visit": 30, "opens": 100, "closes": 150, "x": 30, "y": 40},
        {"id": 2, "score": 7, "visit": 60, "opens": 0, "closes": 300, "x": 0, "y": 20},
    ],
}  # fmt: skip


def run(tmp_path: Path, trip: object, *options: str) -> tuple[int, dict[str, object]]:
    source, target = tmp_path / "trip.json", tmp_path / "route.json"
    source.write_text(trip if isinstance(trip, str) else json.dumps(trip), encoding="utf-8")
    code = main([str(source), "-o", str(target), "--budget", "0.3", *options])
    return code, json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}


def test_the_plain_form(tmp_path: Path) -> None:
    code, route = run(tmp_path, TRIP)
    assert code == 0
    assert route["score"] == 12
    assert route["days"] == [[2, 1]]
    assert route["arrivals"] == [[20, pytest.approx(80 + 1300**0.5, abs=1e-5)]]
    assert list(tmp_path.glob(".*")) == []


def test_a_matrix_and_a_seed_repeat_byte_for_byte(tmp_path: Path) -> None:
    trip = {**TRIP, "days": 2, "travel": [[0, 9, 9], [9, 0, 9], [9, 9, 0]]}
    first, second = (run(tmp_path, trip, "--seed", "5")[1] for _ in range(2))
    assert first.pop("seconds") is not None
    assert second.pop("seconds") is not None
    assert json.dumps(first) == json.dumps(second)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"stops": [{"id": 0}, {"id": 1, "score": "a"}]}, "stops[1].score"),
        ({"stops": [{"id": 0}, {"id": 0}]}, "stops"),
        ({"stops": []}, "stops"),
        ({"days": 0}, "days"),
        ({"limit": -1}, "limit"),
        ({"travel": [[0, 1], [1, 0]]}, "travel"),
        ({"travel": "magic"}, "travel"),
        ({"start": 9}, "start"),
        ({"colour": 1}, "colour"),
        ({"must": [17]}, "must"),
        ({"stops": [{"id": 0, "opens": 9, "closes": 3}]}, "stops[0].closes"),
        ({"stops": [{"id": 0, "x": 0, "y": 0}, {"id": 1, "score": 1}]}, "stops[1].x"),
    ],
)
def test_a_fault_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], place: str
) -> None:
    code, route = run(tmp_path, {**TRIP, **change})
    said = capsys.readouterr().err
    assert (code, route) == (2, {})
    assert said.startswith("Refusé\u00a0: ")
    assert f", {place}\u00a0: " in said
    assert said.count("\n") == 1


def test_not_json_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "{")[0] == 2
    assert "ligne 1" in capsys.readouterr().err
    assert main([str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_the_command_stands_alone(tmp_path: Path) -> None:
    source = tmp_path / "trip.json"
    source.write_text(json.dumps(TRIP), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "belvedere.engines.advice", str(source), "--budget", "0.1"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["proved"] is True


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("c_r_rc_100_100/c101.txt", 320),
        ("c_r_rc_100_100/rc101.txt", 219),
        ("c_r_rc_100_50/50_r101.txt", None),
        ("pr01_10/pr01.txt", 308),
    ],
)
def test_published_instances(tmp_path: Path, name: str, best: int | None) -> None:
    if not DATA.is_dir():
        pytest.skip("les instances publiées ne sont pas à côté du dépôt")
    target = tmp_path / "route.json"
    assert main([str(DATA / name), "--toptw", "1", "-o", str(target), "--budget", "2"]) == 0
    route = json.loads(target.read_text(encoding="utf-8"))
    assert route["proved"] is True
    assert best is None or route["score"] == best
