"""The families of a Flux Vision delivery: file names, columns, units, schema of the facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

from belvedere.engines.flows.units import Unit

PROVENANCES = ("LOCAL", "NONLOCAL", "ETRANGER")
CATEGORIES = (
    "TOURISTE",
    "EXCURSIONNISTE",
    "EXCURSIONNISTE RECURRENT",
    "HABITUELLEMENT PRESENT",
    "RESIDENT",
    "TRANSIT",
)
TOTAL = "CUMUL"
THRESHOLD = 20

UNITS = {
    "nuitee": Unit.NIGHTS,
    "diurne": Unit.VISITOR_DAYS,
    "sejourduree": Unit.UNIQUE_VISITORS,
    "lieuactivite": Unit.VISITOR_DAYS,
    "lieunuitee": Unit.VISITOR_DAYS,  # nights of the visitors of a zone: whoever visits two zones counts twice
    "tourismenational": Unit.NIGHTS,
}
DETAILS = {
    "departement": ("nomdepartement",),
    "pays": ("pays",),
    "regions": ("nomnouvelleregion", "nomregion"),
    "age": ("age",),
    "geolife": ("geolife",),
    "duree": ("dureesejournum", "dureesejour"),
}
OTHER_ZONE = {
    ("lieuactivite", "soir"): "zonediurnesoir",
    ("lieuactivite", "veille"): "zonediurneveille",
    ("lieunuitee", "soir"): "zonenuiteesoir",
    ("lieunuitee", "veille"): "zonenuiteeveille",
}
KEY = ("date", "family", "moment", "zone", "other", "provenance", "category", "dimension", "detail")
SCHEMA = pa.schema(
    [
        ("date", pa.date32()),
        *((name, pa.string()) for name in KEY[1:]),
        ("volume", pa.int64()),
        ("provisional", pa.bool_()),
        ("delivered", pa.string()),
        ("delivery", pa.string()),
    ]
)
CALENDAR = pa.schema(
    [("date", pa.date32()), *((name, pa.bool_()) for name in ("school_a", "school_b", "school_c", "public"))]
)

_NAME = re.compile(
    r"^(?P<family>nuitee|diurne|sejourduree|lieuactivite|lieunuitee|tourismenational)"
    r"(?:_(?P<moment>soir|veille))?"
    r"(?:_(?P<detail>departement|pays|regions?|age|geolife))?"
    r"(?P<rest>(?:[_\-. ].*)?)\.csv$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Family:
    """What a file name says: family, moment of the mobility files, dimension of the detail, provisional or not."""

    name: str
    moment: str
    dimension: str
    provisional: bool

    @property
    def unit(self) -> Unit:
        """What its volumes count."""
        return UNITS[self.name]

    @property
    def detail_columns(self) -> tuple[str, ...]:
        """Names (lower case) under which the detail may come, the best first."""
        return DETAILS.get(self.dimension, ())

    @property
    def other_column(self) -> str:
        """Name (lower case) of the second zone of a mobility file, or nothing."""
        return OTHER_ZONE.get((self.name, self.moment), "")


def family_of(file_name: str) -> Family | None:
    """Family of a CSV by its name, None when it is none of ours."""
    match = _NAME.match(file_name.rsplit("/", 1)[-1])
    if match is None:
        return None
    name, moment = match["family"].lower(), (match["moment"] or "").lower()
    if (name in ("lieuactivite", "lieunuitee")) != bool(moment):
        return None
    detail = (match["detail"] or "").lower()
    dimension = "regions" if detail == "region" else detail
    if name == "sejourduree" and not dimension:
        dimension = "duree"
    return Family(name, moment, dimension, "provisoire" in match["rest"].lower())
