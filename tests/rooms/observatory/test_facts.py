"""The fact store: whole or not at all, every version kept, and the same answers whatever the engine."""

import threading
from datetime import date, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from belvedere.engines import series as engine
from belvedere.observatory.queries import expressions, facts
from belvedere.observatory.queries.engine import connection
from tests.factories.observatory import SeriesFactory, fill, months

pytestmark = pytest.mark.django_db


def test_points_come_back_current_in_order_and_with_their_extent(nights):
    fill(nights, [100, 90, 80], provisional=True)
    fill(nights, [101, 90], delivered=date(2024, 6, 1), delivery=2)
    rows = facts.points([nights]).to_pylist()
    assert [(row["period"].month, row["value"], row["provisional"]) for row in rows] == [
        (1, 101.0, False), (2, 90.0, False), (3, 80.0, True),
    ]  # fmt: skip
    assert (nights.first, nights.last, nights.points) == (date(2023, 1, 1), date(2023, 3, 1), 3)
    assert (nights.provisional_points, nights.delivered_on) == (1, date(2024, 6, 1))
    assert [row["value"] for row in facts.versions(nights).to_pylist()] == [100.0, 101.0, 90.0, 90.0, 80.0]


def test_series_of_several_sources_and_frequencies_are_read_together(nights, source):
    other = SeriesFactory(source=source, frequency="Y")
    fill(nights, [1, 2])
    fill(other, [3], periods=np.array(["2023-01-01"], "datetime64[D]"))
    assert [(row["series"], row["value"]) for row in facts.points([other, nights]).to_pylist()] == [
        (nights.pk, 1.0), (nights.pk, 2.0), (other.pk, 3.0),
    ]  # fmt: skip
    assert facts.points([nights], first=date(2023, 2, 1)).num_rows == 1
    assert facts.points([nights], last=date(2022, 2, 1)).num_rows == 0
    assert facts.points([SeriesFactory()]).num_rows == 0


def test_what_was_known_then_can_be_told(nights):
    fill(nights, [100], provisional=True, delivered=date(2024, 2, 1))
    fill(nights, [110], delivered=date(2024, 9, 1), delivery=2)
    opened = facts.open_facts(facts.files_of([nights]))
    then = expressions.current(expressions.as_known_on(opened, date(2024, 3, 1))).to_pyarrow()
    assert then["value"].to_pylist() == [100.0]


def test_a_write_cut_short_leaves_the_former_facts(nights, monkeypatch):
    fill(nights, [100, 90])
    before = facts.file_of(nights.source_id, "M").read_bytes()

    def cut(table, target, **_options):
        target.write_bytes(b"PAR1 half")
        raise OSError("disk full")

    monkeypatch.setattr(pq, "write_table", cut)
    with pytest.raises(OSError, match="disk full"):
        fill(nights, [1, 2], delivery=2)
    assert facts.file_of(nights.source_id, "M").read_bytes() == before
    assert [file.name for file in facts.file_of(nights.source_id, "M").parent.iterdir()] == ["M.parquet"]


def test_the_same_points_twice_do_not_touch_the_file(nights):
    fill(nights, [100, 90])
    file = facts.file_of(nights.source_id, "M")
    stamp = file.stat().st_mtime_ns
    fill(nights, [100, 90], delivered=date(2025, 1, 1), delivery=2)
    assert file.stat().st_mtime_ns == stamp


def test_a_partition_replaced_under_a_reader_is_read_anew(nights):
    fill(nights, [100])
    assert facts.points([nights])["value"].to_pylist() == [100.0]
    fill(nights, [200], delivery=2)
    assert facts.points([nights])["value"].to_pylist() == [200.0]


def test_each_thread_has_its_own_connection():
    held = [connection()]
    other = threading.Thread(target=lambda: held.append(connection()))
    other.start()
    other.join()
    assert held[0] is connection()
    assert held[0] is not held[1]


def many(seed: int) -> pa.Table:
    """Series of every shape: gaps, revisions, provisional and definitive values, counts beyond 2³¹."""
    rng = np.random.default_rng(seed)
    table = engine.SCHEMA.empty_table()
    for delivery in range(1, 4):
        found = []
        for number in range(1, 6):
            kept = np.sort(rng.choice(36, 24, replace=False))
            values = rng.integers(0, 2**33, len(kept)).astype(float)
            held = engine.IncomingSeries("", "M", engine.Traits(), months(2021, 36)[kept], values, rng.random(24) < 0.5)
            found.append((number, held))
        delivered = date(2024, 1, 1) + timedelta(days=delivery)
        table = engine.merge(
            table, engine.incoming_table(found, delivered=delivered, delivery=delivery)
        ).table  # fmt: skip
    return table


QUESTIONS = {
    "current": lambda facts: expressions.current(expressions.of_series(facts, [1, 2, 4])),
    "between": lambda facts: expressions.current(expressions.between(facts, date(2022, 1, 1), date(2023, 6, 1))),
    "known then": lambda facts: expressions.current(expressions.as_known_on(facts, date(2024, 1, 3))),
    "versions": expressions.versions,
    "by quarter": lambda facts: expressions.added_up(expressions.current(facts), "Q"),
    "by year": lambda facts: expressions.added_up(expressions.current(facts), "Y"),
    "a year before": lambda facts: expressions.against_last_year(expressions.current(facts)),
    "a weekday before": lambda facts: expressions.against_same_weekday(expressions.current(facts)),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_duckdb_says_what_plain_python_says_of_the_current_rows(question):
    held = many(3)
    answer = QUESTIONS[question](ibis.memtable(held)).to_pyarrow()
    assert answer.num_rows
    if question == "current":
        wanted = engine.current(held.filter(pa.compute.is_in(held["series"], pa.array([1, 2, 4]))))
        assert answer.to_pylist() == wanted.to_pylist()
    if question == "by year":
        sums = {}
        for row in engine.current(held).to_pylist():
            key = row["series"], row["period"].year
            sums[key] = sums.get(key, 0.0) + row["value"]
        assert {(row["series"], row["period"].year): row["value"] for row in answer.to_pylist()} == sums


@pytest.mark.spark
def test_spark_answers_every_question_as_duckdb_does(tmp_path):
    """The two engines on the same Parquet file; floats may differ in the thirteenth digit."""
    pytest.importorskip("pyspark", reason="Spark n’est pas installé (requirements/spark.lock) : comparaison non faite.")
    spark = spark_backend()
    file = tmp_path / "facts.parquet"
    pq.write_table(many(4), file)
    ours, theirs = connection().read_parquet([str(file)], table_name="held"), spark.read_parquet(str(file))
    for name, question in QUESTIONS.items():
        left, right = question(ours).to_pyarrow().to_pylist(), question(theirs).to_pyarrow().to_pylist()
        assert [same(row) for row in left] == [same(row) for row in right], name


def same(row):
    return {key: float(f"{value:.12g}") if isinstance(value, float) else value for key, value in row.items()}


def spark_backend():
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra that may be missing

    builder = SparkSession.builder.master("local[1]").config("spark.driver.host", "127.0.0.1")
    quiet = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.sql.session.timeZone": "UTC"}
    for name, value in quiet.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as fault:
        pytest.skip(f"Spark ne démarre pas ici ({type(fault).__name__}) : il faut Java 17.")
    session.sparkContext.setLogLevel("OFF")
    return ibis.pyspark.connect(session)
