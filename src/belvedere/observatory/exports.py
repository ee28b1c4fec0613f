"""Open data: the catalogue described (DCAT), each series as CSV or Parquet. All of it from ``queries.published``."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from belvedere.engines import series as engine
from belvedere.kit import dcat

from .models import DataSource, Series
from .queries.published import Point, Shown


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
        origin = (source.name, source.open_licence)
        for point in one.points:
            value = "" if point.value is None else repr(point.value).removesuffix(".0")
            writer.writerow([*about, point.period.isoformat(), value, _state(point), point.delivered, *origin])
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
    columns["licence"] = pa.array([one.source.open_licence for one, *_rest in rows], pa.string())
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target, compression="zstd")
    return target.getvalue()


@dataclass(frozen=True)
class Links:
    """Absolute addresses of a dataset."""

    page: str
    csv: str
    parquet: str


def described(
    series: Sequence[tuple[Series, Links]],
    flows: Sequence[tuple[DataSource, Sequence[date], Links]],
    *,
    name: str,
    home: str,
) -> dcat.Catalogue:
    """The catalogue of what ``name`` publishes: its series, and its sources of flows with their months."""
    return dcat.Catalogue(
        url=home,
        title=_("Observatoire\N{NO-BREAK SPACE}: %(name)s") % {"name": name},
        description=_("Séries de fréquentation publiées, avec leur source, leur méthode et leur licence."),
        publisher=name,
        datasets=(
            *(_dataset(one, links) for one, links in series),
            *(_flow_dataset(one, months, links) for one, months, links in flows),
        ),
    )


def _dataset(one: Series, links: Links) -> dcat.Dataset:
    return dcat.Dataset(
        url=links.page, identifier=f"{one.source.slug}:{one.key}", title=one.name,
        description=one.method or one.source.method or one.name,
        publisher=one.source.producer or one.source.name, licence=one.source.open_licence,
        files=_files(links), place=one.place, pace=one.frequency, first=one.first, last=one.last,
        modified=one.delivered_on,
    )  # fmt: skip


def _flow_dataset(source: DataSource, months: Sequence[date], links: Links) -> dcat.Dataset:
    return dcat.Dataset(
        url=links.page, identifier=f"{source.slug}:flux", title=source.name, description=source.method or source.name,
        publisher=source.producer or source.name, licence=source.open_licence, files=_files(links),
        first=min(months, default=None), last=max(months, default=None),
    )  # fmt: skip


def _files(links: Links) -> tuple[dcat.File, ...]:
    return dcat.File(links.csv, "CSV"), dcat.File(links.parquet, "PARQUET")


#: Columns of flows as files name them.
FLOW_NAMES = {
    "family": "famille", "category": "categorie", "kind": "detail", "zone": "zone", "month": "mois", "day": "jour",
    "part": "part", "volume": "volume", "origin": "origine", "origin_name": "nom_origine",
    "destination": "destination", "destination_name": "nom_destination",
}  # fmt: skip


def flows_as_csv(source: DataSource, table: pa.Table, licence: str) -> str:
    """Published cells of a source of flows (``queries.flows``), hidden ones empty, with where they come from and the
    licence of this file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(FLOW_NAMES[name] for name in table.column_names), "source", "licence"])
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        writer.writerow(["" if value is None else value for value in row] + [source.name, licence])
    return "\ufeff" + out.getvalue()


def flows_as_parquet(source: DataSource, table: pa.Table, licence: str) -> bytes:
    """The same columns, typed."""
    named = table.rename_columns([FLOW_NAMES[name] for name in table.column_names])
    target = io.BytesIO()
    pq.write_table(named.replace_schema_metadata({"source": source.name, "licence": licence}), target)
    return target.getvalue()
