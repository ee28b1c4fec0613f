"""Open data: the catalogue described (DCAT), each series as CSV or Parquet. All of it from ``queries.published``."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from belvedere.engines import series as engine

from .models import DataSource, Series
from .queries.published import Point, Shown

LICENCES = {
    "Licence Ouverte / Etalab": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}


def _about(one: Series) -> list[str]:
    level, code = "", ""
    if one.commune_id:
        level, code = "commune", str(one.commune_id)
    elif one.area is not None:
        level, code = one.area.kind, one.area.code
    elif one.territory is not None:
        level, code = "zone", one.territory.slug
    return [
        f"{one.source.slug}:{one.key}", one.name, level, code, one.place, one.measure, one.unit, one.audience,
        one.market, one.lodging, one.frequency,
    ]  # fmt: skip


def _state(point: Point) -> str:
    if point.hidden:
        return engine.HIDDEN
    return engine.PROVISIONAL if point.provisional else engine.DEFINITIVE


def as_csv(shown: Sequence[Shown]) -> str:
    """Lines that another Belvédère reads back without a mapping (``engines.series.HEADER``)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(engine.HEADER)
    for one in shown:
        about, source = _about(one.series), one.series.source
        for point in one.points:
            value = "" if point.value is None else repr(point.value).removesuffix(".0")
            writer.writerow(
                [*about, point.period.isoformat(), value, _state(point), point.delivered, source.name, source.licence]
            )
    return "\ufeff" + out.getvalue()


def as_parquet(shown: Sequence[Shown]) -> bytes:
    """The same columns, typed."""
    rows = [(one.series, _about(one.series), point) for one in shown for point in one.points]
    texts = {name: [about[k] for _series, about, _point in rows] for k, name in enumerate(engine.HEADER[:11])}
    columns: dict[str, Any] = {name: pa.array(held, pa.string()) for name, held in texts.items()}
    columns["periode"] = pa.array([point.period for *_rest, point in rows], pa.date32())
    columns["valeur"] = pa.array([point.value for *_rest, point in rows], pa.float64())
    columns["etat"] = pa.array([_state(point) for *_rest, point in rows], pa.string())
    columns["livree_le"] = pa.array([point.delivered for *_rest, point in rows], pa.date32())
    columns["source"] = pa.array([one.source.name for one, *_rest in rows], pa.string())
    columns["licence"] = pa.array([one.source.licence for one, *_rest in rows], pa.string())
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target, compression="zstd")
    return target.getvalue()


def dcat(series: Sequence[Series], *, title: str, publisher: str, home: str, links: dict[int, dict[str, str]]) -> Any:
    """A DCAT catalogue in JSON-LD; ``links``: for each series, absolute addresses of its ``page``, ``csv``,
    ``parquet``."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": title,
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher},
        "dct:language": "fr",
        "dcat:dataset": [_dataset(one, links[one.pk]) for one in series],
    }  # fmt: skip


def _dataset(one: Series, links: dict[str, str]) -> dict[str, Any]:
    licence = LICENCES.get(one.source.licence, one.source.licence)
    found: dict[str, Any] = {
        "@id": links["page"],
        "@type": "dcat:Dataset",
        "dct:identifier": f"{one.source.slug}:{one.key}",
        "dct:title": one.name,
        "dct:description": one.method or one.source.method or one.name,
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": one.source.producer or one.source.name},
        "dct:spatial": one.place,
        "dct:accrualPeriodicity": one.get_frequency_display(),
        "dcat:landingPage": {"@id": links["page"]},
        "dcat:distribution": [
            _distribution(links["csv"], "CSV", "text/csv", licence),
            _distribution(links["parquet"], "Parquet", "application/vnd.apache.parquet", licence),
        ],
    }
    if one.delivered_on:
        found["dct:modified"] = {"@type": "xsd:date", "@value": one.delivered_on.isoformat()}
    if one.first and one.last:
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime", "dcat:startDate": one.first.isoformat(), "dcat:endDate": one.last.isoformat(),
        }  # fmt: skip
    return found


def _distribution(url: str, name: str, media: str, licence: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution", "dct:title": name, "dcat:mediaType": media, "dcat:downloadURL": {"@id": url},
        "dct:license": licence,
    }  # fmt: skip


#: Columns of flows as files name them.
FLOW_NAMES = {
    "family": "famille", "category": "categorie", "kind": "detail", "zone": "zone", "month": "mois", "day": "jour",
    "part": "part", "volume": "volume", "origin": "origine", "origin_name": "nom_origine",
    "destination": "destination", "destination_name": "nom_destination",
}  # fmt: skip


def flows_as_csv(source: DataSource, table: pa.Table) -> str:
    """Published cells of a source of flows (``queries.flows``), hidden ones empty, with where they come from."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(FLOW_NAMES[name] for name in table.column_names), "source", "licence"])
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        writer.writerow(["" if value is None else value for value in row] + [source.name, source.licence])
    return "\ufeff" + out.getvalue()


def flows_as_parquet(source: DataSource, table: pa.Table) -> bytes:
    """The same columns, typed."""
    named = table.rename_columns([FLOW_NAMES[name] for name in table.column_names])
    target = io.BytesIO()
    pq.write_table(named.replace_schema_metadata({"source": source.name, "licence": source.licence}), target)
    return target.getvalue()
