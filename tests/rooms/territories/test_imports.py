import gzip
import json
import tarfile

import pytest
import shapely
from django.core.management import call_command
from django.utils import timezone

from belvedere.territories.actions import geographic_code, outlines
from belvedere.territories.imports import contours, decoupage, geonames, npm
from belvedere.territories.models import Area, Commune, Contour, Territory, Vintage
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def edition(folder, year, communes, *, parts=(), epcis=None):
    """A package of the geographic code. ``communes``: code → name; ``parts``: (code, name, what it is a part of)."""
    rows = [
        {"code": code, "nom": name, "departement": "15", "region": "84", "type": "commune-actuelle",
         "codesPostaux": ["15140"], "population": 300}
        for code, name in communes.items()
    ]  # fmt: skip
    rows += [
        {"code": code, "nom": name, "departement": "15", "region": "84", "type": "commune-deleguee", "chefLieu": heir}
        for code, name, heir in parts
    ]
    members = epcis or {"200000001": ("CC du pays", list(communes))}
    files = {
        "package.json": {"version": f"{year - 2020}.0.0"},
        "data/regions.json": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}],
        "data/departements.json": [{"code": "15", "nom": "Cantal", "region": "84"}],
        "data/epci.json": [
            {"code": code, "nom": name, "membres": [{"code": c} for c in held]}
            for code, (name, held) in members.items()
        ],
        "data/communes.json": rows,
    }
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    return folder


def load(folder):
    return geographic_code.apply_code(facts=decoupage.read(folder, None), by=None, now=NOW)


@pytest.fixture
def first(tmp_path):
    return edition(tmp_path / "a", 2025, {"15174": "Salers", "15238": "Tournemire", "15129": "Murat"})


def test_a_first_edition_fills_the_base(first):
    report = load(first)
    salers = Commune.objects.get(pk="15174")
    assert report.communes == 3
    assert (salers.department.name, salers.epci.name, salers.postal_codes) == ("Cantal", "CC du pays", ["15140"])
    assert salers.department.parent.name == "Auvergne-Rhône-Alpes"
    assert Vintage.objects.get().year == 2025


def test_a_second_run_writes_nothing(first):
    load(first)
    again = load(first)
    assert (again.written, again.sentences) == (0, ())


def test_a_merged_commune_keeps_its_row_and_hands_its_ground_over(first, tmp_path):
    load(first)
    valley = TerritoryFactory(name="Vallée", communes=[Commune.objects.get(pk="15238")])
    later = edition(
        tmp_path / "b", 2026, {"15174": "Salers-Tournemire", "15129": "Murat"}, parts=[("15238", "Tournemire", "15174")]
    )
    report = load(later)
    past = Commune.objects.get(pk="15238")
    assert (past.until_year, past.successor_id) == (2025, "15174")
    assert set(valley.communes.values_list("pk", flat=True)) == {"15238", "15174"}
    assert report.sentences == (
        "Salers (15174) s’appelle désormais Salers-Tournemire.",
        "Tournemire (15238) est réunie à Salers-Tournemire (15174).",
        "Le territoire « Vallée » reçoit Salers-Tournemire (15174).",
    )


def test_a_restored_commune_comes_back_into_the_territories(first, tmp_path):
    merged = edition(tmp_path / "b", 2026, {"15174": "Salers"}, parts=[("15238", "Tournemire", "15174")])
    load(first)
    load(merged)
    valley = TerritoryFactory(name="Vallée", communes=[Commune.objects.get(pk="15174")])
    report = load(edition(tmp_path / "c", 2027, {"15174": "Salers", "15238": "Tournemire"}))
    assert Commune.objects.get(pk="15238").until_year is None
    assert valley.communes.filter(pk="15238").exists()
    assert "Tournemire (15238) est rétablie." in report.sentences


def test_a_vanished_commune_is_said_and_kept(first, tmp_path):
    load(first)
    report = load(edition(tmp_path / "b", 2026, {"15174": "Salers", "15238": "Tournemire"}))
    assert Commune.objects.get(pk="15129").until_year == 2025
    assert any(sentence.startswith("Murat (15129) n’existe plus en 2026") for sentence in report.sentences)


def test_an_epci_that_ends_is_said_and_kept(first, tmp_path):
    load(first)
    names = {"15174": "Salers", "15238": "Tournemire", "15129": "Murat"}
    report = load(edition(tmp_path / "b", 2026, names, epcis={"200000002": ("CC nouvelle", list(names))}))
    assert Area.objects.get(code="200000001").until_year == 2025
    assert Commune.objects.get(pk="15174").epci.name == "CC nouvelle"
    assert set(report.sentences) == {"CC nouvelle (EPCI) apparaît.", "CC du pays (EPCI) n’existe plus en 2026."}


def test_an_older_edition_is_refused(first, tmp_path):
    load(edition(tmp_path / "b", 2026, {"15174": "Salers"}))
    with pytest.raises(geographic_code.OlderVintage, match="2026 est déjà chargé"):
        load(first)


def command(*words):
    """Exit code of a command, 0 when it simply returns."""
    try:
        call_command(*words)
    except SystemExit as end:
        return end.code
    return 0


def test_the_command_reads_an_archive_and_needs_no_network(first, tmp_path, capsys):
    archive = tmp_path / "code.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(first, "package")
    assert command("territories_load", "--package", str(archive)) == 0
    assert "Millésime 2025 : 3 communes" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["truncated", "not json", "wrong shape", "missing"])
def test_a_damaged_package_is_refused_in_one_sentence(first, damage, tmp_path, capsys):
    place = first
    if damage == "truncated":
        place = tmp_path / "code.tgz"
        place.write_bytes(gzip.compress(b"x" * 5000)[:40])
    elif damage == "not json":
        (first / "data/communes.json").write_text("[")
    elif damage == "wrong shape":
        (first / "data/communes.json").write_text('[{"code": 1}]')
    else:
        (first / "data/epci.json").unlink()
    assert command("territories_load", "--package", str(place)) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not Commune.objects.exists()


def test_an_archive_with_another_digest_is_thrown_away(tmp_path):
    pin = npm.Pin("un-paquet", "1.0.0", "AAAA")
    kept = tmp_path / "un-paquet-1.0.0.tgz"
    kept.write_bytes(b"autre chose")
    with pytest.raises(npm.PackageRefused, match="empreinte"):
        npm.fetch(pin, tmp_path)
    assert not kept.exists()


def test_points_fill_what_has_none(first, tmp_path):
    load(first)
    row = [
        "1",
        "Salers",
        "Salers",
        "",
        "45.14",
        "2.49",
        "P",
        "PPL",
        "FR",
        "",
        "84",
        "15",
        "",
        "15174",
        "320",
        "",
        "",
        "",
        "",
    ]
    far = [*row[:4], "1.0", "1.0", "P", "PPL", "FR", "", "84", "15", "", "15174", "10", "", "", "", ""]
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/cities500.txt").write_text("\n".join("\t".join(line) for line in (row, far)))
    assert outlines.apply_points(points=geonames.read(tmp_path)) == 1
    salers = Commune.objects.get(pk="15174")
    assert (salers.lon, salers.lat) == (2.49, 45.14)


def square(west, south, size=0.1):
    return shapely.box(west, south, west + size, south + size)


def geojson(file, shapes, **changes):
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "nom": f"Nom {code}"},
            "geometry": shapely.geometry.mapping(shape),
        }
        for code, shape in shapes.items()
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features} | changes).encode()
    file.write_bytes(gzip.compress(content) if file.suffix == ".gz" else content)
    return file


def test_outlines_of_another_year_are_united_and_the_differences_said(first, tmp_path):
    load(first)
    load(edition(tmp_path / "b", 2026, {"15174": "Salers", "15129": "Murat"}, parts=[("15238", "Tournemire", "15174")]))
    file = geojson(
        tmp_path / "communes-15-2018.geojson.gz",
        {"15174": square(2.4, 45.1), "15238": square(2.5, 45.1), "15999": square(3, 45)},
    )
    report = outlines.apply_outlines(outlines=contours.read(file, tolerance=0), year=2018, by=None, now=NOW)
    united = Contour.objects.get(pk="15174")
    assert shapely.from_wkb(bytes(united.geometry)).area == pytest.approx(0.02)
    assert (united.west, united.east) == pytest.approx((2.4, 2.6))
    assert Commune.objects.get(pk="15174").lon == pytest.approx(2.5, abs=0.1)
    assert report.sentences == (
        "Nom 15999 (15999) n’est pas dans le code officiel chargé : contour écarté.",
        "Tournemire (15238) a un contour de 2018 mais fait aujourd’hui partie de Salers (15174), "
        "dont le contour s’étend d’autant.",
        "Communes d’aujourd’hui sans contour de 2018 (1) : Murat.",
    )


def test_simplifying_keeps_shared_borders(tmp_path):
    ragged = [(2 + i / 1000, 45.1 + (i % 2) / 20000) for i in range(101)]
    south = shapely.Polygon([*ragged, (2.1, 45), (2, 45)])
    north = shapely.Polygon([*ragged, (2.1, 45.2), (2, 45.2)])
    file = geojson(tmp_path / "c-2020.geojson", {"1": south, "2": north})
    low, high = (outline.geometry for outline in contours.read(file, tolerance=50))
    assert shapely.get_num_coordinates(low) < 30
    assert low.intersection(high).area == pytest.approx(0, abs=1e-12)
    assert low.union(high).area == pytest.approx(0.02, rel=1e-3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "JSON"),
        (b"[]", "GeoJSON"),
        (b'{"type": "FeatureCollection"}', "features"),
        (
            b'{"features": [{"properties": {"code": "1"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
            "surface",
        ),
        (b'{"features": [{"properties": {}, "geometry": null}]}', "code"),
        (b'{"features": [3]}', "illisible"),
        (b"\x1f\x8b\x08\x00 tronque", "illisible"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(content, said, tmp_path, capsys):
    file = tmp_path / "c-2018.geojson"
    file.write_bytes(content)
    assert command("territories_contours", str(file)) == 2
    error = capsys.readouterr().err.strip()
    assert said in error
    assert str(file) in error
    assert len(error.splitlines()) == 1


def test_coordinates_in_metres_are_refused(tmp_path):
    file = geojson(tmp_path / "c-2018.geojson", {"1": square(650000, 6500000)})
    with pytest.raises(contours.BadOutlines, match="longitudes"):
        contours.read(file, tolerance=0)


def test_a_year_must_be_known(first, tmp_path, capsys):
    load(first)
    file = geojson(tmp_path / "communes.geojson", {"15174": square(2.4, 45.1)})
    assert command("territories_contours", str(file)) == 2
    assert "--year" in capsys.readouterr().err
    assert command("territories_contours", "--year", "2026", str(file)) == 0
    assert Contour.objects.get().year == 2026
    assert Territory.everything.count() == 0
