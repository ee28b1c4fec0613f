"""Files of figures as series: mapped tables, INSEE lodging, museums, SDMX, another Belvédère's open data."""

from belvedere.engines.series.mapping import Mapping, guess, read_mapped
from belvedere.engines.series.own import DEFINITIVE, HEADER, HIDDEN, PROVISIONAL
from belvedere.engines.series.reading import read
from belvedere.engines.series.store import SCHEMA, Extent, Merged, Outcome, current, extents, incoming_table, merge
from belvedere.engines.series.tables import Table, members, read_table
from belvedere.engines.series.types import (
    FREQUENCIES,
    Fault,
    IncomingSeries,
    Place,
    Reading,
    SeriesError,
    Traits,
)

__all__ = [
    "DEFINITIVE",
    "FREQUENCIES",
    "HEADER",
    "HIDDEN",
    "PROVISIONAL",
    "SCHEMA",
    "Extent",
    "Fault",
    "IncomingSeries",
    "Mapping",
    "Merged",
    "Outcome",
    "Place",
    "Reading",
    "SeriesError",
    "Table",
    "Traits",
    "current",
    "extents",
    "guess",
    "incoming_table",
    "members",
    "merge",
    "read",
    "read_mapped",
    "read_table",
]
