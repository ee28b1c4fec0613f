"""What leaves a folder of facts: decided once a delivery, and nothing hidden is found in all that was ever shown."""

import datetime as dt
import io
import zipfile

import numpy as np
import pyarrow.parquet as pq
import pytest

from belvedere.engines.flows import Block, Release, import_delivery, next_release, publish_months, published_file
from belvedere.engines.flows.blocks import ALL_ZONES
from belvedere.engines.flows.publication import read_releases

from .outsider import Outsider

# ibis still calls DuckDB by a name that DuckDB 2.0 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")

HEAD = "Date;VacancesA;ZoneObservation;Provenance;CategorieVisiteur"
ZONES = ("Lac", "Plateau", "Vallée")
DEPARTMENTS = ("Cantal", "Loire", "Paris", "Rhône")
COUNTRIES = ("Belgique", "Suisse")
PROVENANCES = ("LOCAL", "NONLOCAL", "ETRANGER")


def counts(seed, days, zones=ZONES):
    """(day, zone, provenance) → count, many of them small."""
    rng = np.random.default_rng(seed)
    return {
        (str(np.datetime64("2024-07-01") + day), zone, provenance): int(rng.poisson(rng.lognormal(3.4, 1.1)))
        for day in range(days)
        for zone in zones
        for provenance in PROVENANCES
    }


def delivery(held, seed=0, stamp=2025):
    rng = np.random.default_rng(seed)
    files = {"Nuitee.csv": [f"{HEAD};Volume"], "Nuitee_Departement.csv": [f"{HEAD};NomDepartement;Volume"]}
    files["Nuitee_Pays.csv"] = [f"{HEAD};Pays;Volume"]
    for (day, zone, provenance), volume in held.items():
        row = f"{day};0;{zone};{provenance};TOURISTE"
        files["Nuitee.csv"].append(f"{row};{volume}")
        for name, origin, names in (("Departement", "NONLOCAL", DEPARTMENTS), ("Pays", "ETRANGER", COUNTRIES)):
            if provenance == origin:
                parts = rng.multinomial(volume, np.full(len(names), 1 / len(names)))
                files[f"Nuitee_{name}.csv"] += [f"{row};{one};{n}" for one, n in zip(names, parts, strict=True) if n]
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, lines in files.items():
            archive.writestr(zipfile.ZipInfo(name, (stamp, 1, 1, 0, 0, 0)), "\n".join(lines) + "\n")
    return raw.getvalue()


def table_of(folder):
    return pq.read_table(published_file(folder)).to_pylist()


def cell_of(row):
    return str(row["month"]), row["kind"], row["zone"], row["part"], str(row["day"] or "")


def blanks(table):
    return [cell_of(row) for row in table if row["volume"] is None]


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_hidden_is_found_in_what_is_published(tmp_path, seed):
    import_delivery(delivery(counts(seed, 4)), tmp_path)
    publish_months(tmp_path)
    table = table_of(tmp_path)
    attacker = Outsider(ZONES)
    attacker.look(table, lambda _cell: 1)
    hidden = [(*cell, 1) for cell in blanks(table)]
    assert len(hidden) > 10
    assert attacker.found(hidden) == []
    assert not [row for row in table if row["volume"] is not None and 0 < row["volume"] < 20]
    total = {row["part"]: row["volume"] for row in table if row["kind"] == "month" and row["zone"] == ALL_ZONES}
    assert total["all"] == sum(counts(seed, 4).values())


def test_a_month_that_grows_and_is_revised_betrays_nothing_by_its_versions(tmp_path):
    before = counts(3, 4)
    after = counts(3, 5) | {key: value for key, value in before.items() if key[0] != "2024-07-02"}
    tables, facts = [], []
    for rank, held in enumerate((before, after)):
        import_delivery(delivery(held, seed=5, stamp=2025 + rank), tmp_path)
        publish_months(tmp_path)
        tables.append(table_of(tmp_path))
        facts.append(truth(tmp_path))
    attacker = Outsider(ZONES)
    # He is told which counts changed: more than he could know.
    for table, held in zip(tables, facts, strict=True):
        attacker.look(table, lambda cell, held=held: held.get(cell))
    hidden = {(*cell, held[cell]) for table, held in zip(tables, facts, strict=True) for cell in blanks(table)}
    assert hidden
    assert attacker.found(sorted(hidden)) == []


def truth(folder):
    """Counts of the last release, the hidden ones included, by cell."""
    (file,) = (folder / "releases").glob("nuitee-*.json.gz")
    return {("2024-07-01", *name): value for name, value in read_releases(file)[-1].block.values.items()}


def test_the_same_attacker_finds_counts_when_only_small_ones_are_hidden(tmp_path):
    import_delivery(delivery(counts(1, 4)), tmp_path)
    publish_months(tmp_path)
    table, held = table_of(tmp_path), truth(tmp_path)
    for row in table:
        value = held[cell_of(row)]
        row["volume"] = None if 0 < value < 20 else value
    attacker = Outsider(ZONES)
    attacker.look(table, lambda _cell: 1)
    assert attacker.found([(*cell, 1) for cell in blanks(table)][:40])


def test_a_zone_inside_another_is_not_found_by_subtraction(tmp_path):
    sizes = {"Lac": 400, "Val": 9}
    held = {(f"2024-07-0{day}", zone, p): n for day in (1, 2) for zone, n in sizes.items() for p in PROVENANCES}
    around = {(day, "Pays", p): sum(n for (d, _z, q), n in held.items() if (d, q) == (day, p)) for day, _z, p in held}
    import_delivery(delivery(held | around), tmp_path)
    publish_months(tmp_path, parents={"Lac": "Pays", "Val": "Pays"})
    shown = {cell_of(row)[1:]: row["volume"] for row in table_of(tmp_path)}
    assert shown["day", "Val", "residents", "2024-07-01"] is None
    assert None in (shown["day", zone, "residents", "2024-07-01"] for zone in ("Lac", "Pays"))
    assert shown["month", "Pays", "all", ""] == shown["month", "", "all", ""] == sum(around.values())


def test_the_same_facts_again_publish_nothing(tmp_path):
    import_delivery(delivery(counts(4, 3)), tmp_path)
    assert publish_months(tmp_path).fresh == 1
    first = published_file(tmp_path).read_bytes()
    assert publish_months(tmp_path, [dt.date(2024, 7, 31)]).fresh == 0
    assert published_file(tmp_path).read_bytes() == first


A, B, C, T = ("a",), ("b",), ("c",), ("t",)


def test_what_was_hidden_stays_hidden_and_what_was_shown_stays_shown():
    sums = ((T, (A, B, C)),)
    first = next_release(Block({A: 5, B: 300, C: 90, T: 395}, sums), 20)
    assert first.hidden == {A, C}
    grown = Block({A: 25, B: 300, C: 90, T: 415}, sums)
    second = next_release(grown, 20, [first])
    assert C in second.hidden  # unchanged, it would give the former a away
    assert second.shown(B) == 300
    assert next_release(grown, 20, [first, second]) is second


def test_a_revision_that_would_betray_a_former_count_is_not_published():
    sums = ((T, (A, B)),)
    first = Release(Block({A: 5, B: 100, T: 105}, sums), frozenset({A, B}))
    shown = Release(Block({A: 5, B: 130, T: 135}, sums), frozenset({A}))
    assert next_release(Block({A: 5, B: 100, T: 140}, ((T, (A, B)),)), 20, [first, shown]) is shown


def test_a_first_release_without_a_way_is_hidden_whole():
    lone = next_release(Block({A: 5, T: 5}, ((T, (A,)),)), 20)
    assert lone.hidden == {A, T}
