"""Questions against sums made by hand, and the same expressions on Spark where it is installed."""

import datetime as dt

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from belvedere.engines import flows
from belvedere.engines.flows.families import SCHEMA

# ibis still calls DuckDB by a name that DuckDB 2.0 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")

FIRST = dt.date(2023, 1, 2)


@pytest.fixture(scope="module")
def facts():
    """400 days, three zones, four départements and the plain family, in two units."""
    rng = np.random.default_rng(0)
    rows = []
    for family, moment, other in (("nuitee", "", ("",)), ("diurne", "", ("",)), ("lieunuitee", "soir", ("A", "B"))):
        for t in range(400):
            for zone in "ABC":
                details = [("", "")] if moment else [("", ""), *(("departement", code) for code in ("09", "15", "63"))]
                for second in other:
                    for dimension, detail in details:
                        volume = int(rng.integers(0, 5000))
                        day = FIRST + dt.timedelta(days=t)
                        key = (day, family, moment, zone, second, "NONLOCAL", "TOURISTE", dimension, detail)
                        rows.append((*key, volume, False, "", ""))
    columns = list(zip(*rows, strict=True))
    return pa.table([pa.array(column, kind.type) for column, kind in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)


@pytest.fixture(scope="module")
def calendar():
    days = [FIRST + dt.timedelta(days=t) for t in range(400)]
    flags = [[bool((t // 14 + k) % 2) for t in range(400)] for k in range(4)]
    return pa.table([days, *flags], schema=flows.families.CALENDAR)


SCOPE = flows.Scope("nuitee", dt.date(2024, 1, 8), dt.date(2024, 1, 28), ("A", "B"))


def expressions(table, calendar):
    moving = flows.Scope("lieunuitee", SCOPE.first, SCOPE.last, moment="soir")
    return {
        "weeks": flows.over_time(table, SCOPE, "week"),
        "origins": flows.origins(table, SCOPE, by_zone=False),
        "between": flows.between_zones(table, moving),
        "holidays": flows.by_holiday_zone(table, calendar, SCOPE),
        "typical": flows.typical_week(table, SCOPE),
        "catchment": flows.catchment(table, SCOPE),
        "last year": flows.against_last_year(table, SCOPE),
        "heat": flows.calendar_heat(table, SCOPE),
    }


@pytest.fixture(scope="module")
def files(facts, calendar, tmp_path_factory):
    folder = tmp_path_factory.mktemp("facts")
    for name, table in (("facts", facts), ("calendar", calendar)):
        pq.write_table(table, folder / f"{name}.parquet")
    return [(str(folder / f"{name}.parquet"), name) for name in ("facts", "calendar")]


@pytest.fixture(scope="module")
def answers(files):
    con = ibis.duckdb.connect()
    asked = expressions(*(con.read_parquet(path, table_name=name) for path, name in files))
    return {name: expression.to_pyarrow().to_pylist() for name, expression in asked.items()}


def by_hand(facts, dimension="", zones=("A", "B"), first=SCOPE.first, last=SCOPE.last):
    return [
        row
        for row in facts.to_pylist()
        if row["family"] == "nuitee"
        and row["dimension"] == dimension
        and row["zone"] in zones
        and first <= row["date"] <= last
    ]


def test_weeks_start_on_monday_and_sum_their_days(facts, answers):
    rows = [r for r in by_hand(facts) if r["zone"] == "B" and r["date"] < dt.date(2024, 1, 15)]
    found = next(r for r in answers["weeks"] if r["zone"] == "B" and r["period"] == dt.date(2024, 1, 8))
    assert found["volume"] == sum(row["volume"] for row in rows)
    assert len(answers["weeks"]) == 6


def test_origins_keep_their_code_as_text(facts, answers):
    assert [row["origin"] for row in answers["origins"]] == ["09", "15", "63"]
    assert sum(r["volume"] for r in answers["origins"]) == sum(r["volume"] for r in by_hand(facts, "departement"))


def test_the_catchment_runs_from_the_first_origin_to_everyone(answers):
    for zone in "AB":
        rows = [row for row in answers["catchment"] if row["zone"] == zone]
        assert [row["volume"] for row in rows] == sorted((row["volume"] for row in rows), reverse=True)
        assert rows[-1]["running"] == pytest.approx(1.0)
        assert rows[0]["running"] == pytest.approx(rows[0]["share"])


def test_last_year_is_the_same_weekday(facts, answers):
    row = answers["last year"][0]
    then = row["date"] - dt.timedelta(days=364)
    (before,) = [r["volume"] for r in by_hand(facts, zones=(row["zone"],), first=then, last=then)]
    assert row["before"] == before
    assert row["date"].weekday() == then.weekday()
    assert row["change"] == pytest.approx(row["volume"] / before - 1)


def test_the_typical_week_starts_on_monday(facts, answers):
    mondays = [r["volume"] for r in by_hand(facts, zones=("A",)) if r["date"].weekday() == 0]
    first = answers["typical"][0]
    assert (first["weekday"], first["days"]) == (0, 3)
    assert first["mean"] == pytest.approx(np.mean(mondays))


def test_holidays_split_the_days_in_two(answers):
    for zone in "AB":
        for letter in "ABC":
            rows = [r for r in answers["holidays"] if r["zone"] == zone and r["holiday"] == letter]
            assert sum(row["days"] for row in rows) == SCOPE.days


def test_zones_to_zones_and_calendar_heat(answers):
    assert {(row["zone"], row["other"]) for row in answers["between"]} == {(a, b) for a in "ABC" for b in "AB"}
    assert len(answers["heat"]) == SCOPE.days


def test_forbidden_sums_are_refused_before_any_query(facts):
    table = ibis.memtable(facts)
    visits = flows.Scope("diurne", SCOPE.first, SCOPE.last, ("A", "B"))
    stays = flows.Scope("sejourduree", SCOPE.first, SCOPE.last, ("A",))
    assert flows.over_time(table, visits, "week") is not None
    for ask in (
        lambda: flows.calendar_heat(table, visits),
        lambda: flows.origins(table, visits, by_zone=False),
        lambda: flows.over_time(table, visits, "day", by=()),
        lambda: flows.over_time(table, stays, "week"),
        lambda: flows.origins(table, stays),
    ):
        with pytest.raises(flows.SumRefused):
            ask()
    with pytest.raises(flows.FlowsError, match="Soir ou Veille"):
        flows.between_zones(table, SCOPE)
    with pytest.raises(flows.FlowsError, match="inconnue"):
        flows.Scope("nuits", SCOPE.first, SCOPE.last)


@pytest.mark.spark
def test_spark_gives_the_same_answers(files, answers, tmp_path):
    pytest.importorskip("pyspark", reason="pyspark absent: install it to compare Spark with DuckDB")
    from benchmarks.flows import spark_session  # noqa: PLC0415 (needs pyspark)

    con = ibis.pyspark.connect(spark_session(tmp_path))
    asked = expressions(*(con.read_parquet(path, table_name=name) for path, name in files))
    for name, expression in asked.items():
        for ours, theirs in zip(answers[name], expression.to_pyarrow().to_pylist(), strict=True):
            for key, value in ours.items():
                assert theirs[key] == (pytest.approx(value) if isinstance(value, float) else value), name
    con.disconnect()
