"""What carries the questions: DuckDB inside the process, or Spark where a region outgrows one machine.

Questions are ibis expressions (``queries.expressions``) and do not know which of the two answers.
"""

import importlib
import threading
from typing import Any

from django.conf import settings

_mine = threading.local()


def connection() -> Any:
    """This thread's ibis backend: opening one costs more than a question."""
    found = getattr(_mine, "backend", None)
    if found is None:
        found = _mine.backend = {"duckdb": _duckdb, "spark": _spark}[settings.FACTS_ENGINE]()
    return found


def _duckdb() -> Any:
    backend = importlib.import_module("ibis").duckdb.connect(threads=2)
    # Partitions are replaced under us: what was cached of the former file must not be served.
    backend.raw_sql("SET enable_external_file_cache = false")
    return backend


def _spark() -> Any:
    """A cluster of the technician's own, as its Spark configuration says; else this machine."""
    session = importlib.import_module("pyspark.sql").SparkSession.builder.appName("belvedere")
    session = session.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    return importlib.import_module("ibis").pyspark.connect(session)
