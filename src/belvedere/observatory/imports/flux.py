"""Deliveries of flows: detailed facts into their own folder, and the daily series that the catalogue shows of them."""

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import formats
from django.utils.translation import gettext as _
from ibis import _ as column

from belvedere.engines import flows
from belvedere.engines import series as engine
from belvedere.observatory.actions import flows as actions
from belvedere.observatory.enums import ItemStatus
from belvedere.observatory.models import DataSource
from belvedere.observatory.queries import flows as reads

#: (family, categories) → measure, unit, words.
SHOWN = (
    ("nuitee", ("TOURISTE",), "nights", "nights", "Nuitées touristiques"),
    (
        "diurne", ("EXCURSIONNISTE", "EXCURSIONNISTE RECURRENT"), "excursions", "visitor_days",
        "Journées d’excursionnistes",
    ),
)  # fmt: skip
STAYS = ("sejourduree", "TOURISTE", "stay_length", "nights_a_stay", "Durée moyenne de séjour")
AUDIENCES = (
    ("", "all", ("LOCAL", "NONLOCAL", "ETRANGER"), ""),
    ("/residents", "residents", ("LOCAL", "NONLOCAL"), " – résidents"),
    ("/non_residents", "non_residents", ("ETRANGER",), " – non-résidents"),
)
METHOD = "Estimation à partir des téléphones mobiles, redressée par l’opérateur."


def read_delivery(data: bytes, folder: Path | None) -> engine.Reading:
    """Daily series of the days that a delivery holds; its facts are kept in ``folder`` (nowhere when None).

    Raises FlowsError.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as spare:
            return read_delivery(data, Path(spare))
    folder.mkdir(parents=True, exist_ok=True)
    summary = flows.import_delivery(data, folder)
    held = flows.open_facts(folder)
    days = held.filter(column.date >= _day(summary.first), column.date <= _day(summary.last))
    plain = days.filter(column.dimension == "", column.moment == "")
    asked = plain.group_by("date", "family", "zone", "category", "provenance").agg(
        volume=column.volume.cast("int64").sum(), provisional=column.provisional.cast("int64").max()
    )
    stays = days.filter(column.family == STAYS[0], column.category == STAYS[1], column.dimension == "duree")
    lengths = stays.group_by("date", "zone", "detail").agg(
        volume=column.volume.cast("int64").sum(), provisional=column.provisional.cast("int64").max()
    )
    found = [*_series(asked.to_pyarrow()), *_stays(lengths.to_pyarrow())]
    faults = tuple(engine.Fault(place, reason) for place, reason in map(_split, summary.faults))
    return engine.Reading(tuple(sorted(found, key=lambda one: one.key)), faults)


def _day(text: str) -> Any:
    return np.datetime64(text).astype(object)


def _split(fault: str) -> tuple[str, str]:
    place, *reasons = re.split(r"\s: ", fault, maxsplit=1)
    return place, reasons[0] if reasons else fault


def _series(rows: pa.Table) -> list[engine.IncomingSeries]:
    columns = {name: np.array(rows[name].to_pylist()) for name in ("family", "zone", "category", "provenance")}
    days = rows["date"].to_numpy().astype("datetime64[D]")
    volumes, early = rows["volume"].to_numpy().astype(float), rows["provisional"].to_numpy().astype(bool)
    found = []
    for family, categories, measure, unit, words in SHOWN:
        inside = (columns["family"] == family) & np.isin(columns["category"], categories)
        for zone in np.unique(columns["zone"][inside]):
            key = f"{family}/{categories[0]}/{zone}"
            for suffix, audience, provenances, said in AUDIENCES:
                mine = inside & (columns["zone"] == zone) & np.isin(columns["provenance"], provenances)
                if not mine.any():
                    continue
                periods, place = np.unique(days[mine], return_inverse=True)
                name = f"{words}, {zone}{said}"
                traits = engine.Traits(
                    name, measure, unit, audience, method=METHOD, place=engine.Place("zone", "", str(zone))
                )
                found.append(
                    engine.IncomingSeries(
                        key + suffix, "D", traits, periods, np.bincount(place, volumes[mine]),
                        np.bincount(place, early[mine]) > 0, total=key if suffix else "",
                    )
                )  # fmt: skip
    return found


def _stays(rows: pa.Table) -> list[engine.IncomingSeries]:
    """Mean length of the stays of each day, in nights: visitors by length, weighted. « 7 et plus » counts as seven."""
    lengths = [re.search(r"\d+", detail) for detail in rows["detail"].to_pylist()]
    known = np.array([found is not None for found in lengths], bool)
    nights = np.array([float(found[0]) for found in lengths if found])
    zones = np.array(rows["zone"].to_pylist())[known]
    days = rows["date"].to_numpy().astype("datetime64[D]")[known]
    volumes = rows["volume"].to_numpy().astype(float)[known]
    early = rows["provisional"].to_numpy().astype(bool)[known]
    family, category, measure, unit, words = STAYS
    out = []
    for zone in np.unique(zones):
        mine = zones == zone
        periods, place = np.unique(days[mine], return_inverse=True)
        people = np.bincount(place, volumes[mine])
        some = people > 0
        means = np.bincount(place, volumes[mine] * nights[mine])[some] / people[some]
        traits = engine.Traits(
            f"{words}, {zone}", measure, unit, "all", method=METHOD, place=engine.Place("zone", "", str(zone))
        )
        out.append(
            engine.IncomingSeries(
                f"{family}/{category}/{zone}", "D", traits, periods[some], means.round(2),
                (np.bincount(place, early[mine]) > 0)[some],
            )
        )  # fmt: skip
    return out


def publish(source: DataSource, reading: engine.Reading | None = None) -> tuple[str, ...]:
    """Has what may be shown decided for the months of a reading (all when None) and notes their zones; sentences on
    what stays as it was published."""
    days = [one.periods for one in reading.series] if reading is not None else []
    months = None if not days else np.unique(np.concatenate(days).astype("datetime64[M]")).astype(object).tolist()
    outcome = actions.publish(source=source, months=months)
    actions.note_zones(source=source, keys=reads.zones_of(source))
    said = _(
        "%(month)s\N{NO-BREAK SPACE}: publication précédente gardée, la nouvelle laisserait deviner un petit compte."
    )
    return tuple(
        said % {"month": formats.date_format(month, "F Y")} for month in sorted({key.month for key in outcome.kept})
    )


def take_matrix(data: bytes, target: Path) -> tuple[ItemStatus, str]:
    """Keeps an origin-destination matrix; what became of it, and a sentence. Raises FlowsError."""
    table = flows.read_od(data)
    before = pq.read_table(target) if target.exists() else None
    sentence = _("%(flows)s flux, %(people)s personnes.") % {
        "flows": len(table), "people": round(sum(table["volume"].to_pylist())),
    }  # fmt: skip
    if before is not None and before.equals(table):
        return ItemStatus.UNCHANGED, sentence
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    pq.write_table(table, draft, compression="zstd")
    draft.replace(target)
    return (ItemStatus.CREATED if before is None else ItemStatus.UPDATED), sentence
