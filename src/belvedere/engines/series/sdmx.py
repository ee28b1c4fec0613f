"""SDMX messages (INSEE, Eurostat…), read by the ``sdmx1`` library: one series a set of dimensions."""

from __future__ import annotations

import io
import logging
import re
import warnings
from datetime import date
from typing import Any

import numpy as np
import sdmx

from . import values as cells
from .types import Fault, IncomingSeries, Place, Reading, SeriesError, Traits

logging.getLogger("sdmx").setLevel(logging.ERROR)
#: What the status of an observation calls provisional, estimated or forecast.
EARLY = frozenset("PEF")
FREQUENCIES = {"A": "Y", "Q": "Q", "T": "Q", "M": "M", "W": "W", "D": "D"}
REMARKS = ("TITLE", "UNIT_", "OBS_", "DECIMALS", "LAST_UPDATE", "COMMENT", "EMBARGO", "SERIE_ARRETEE")
_DEPARTMENT = re.compile(r"^D(\d{2,3}|2[AB])$")
TITLES = ("TITLE_FR", "TITLE", "TITLE_EN")
UNITS = {"NR": "", "PC": "percent", "PCT": "percent", "P1": "percent", "EUR": "euros"}


def read_sdmx(name: str, data: bytes) -> Reading:
    """Every series of the data sets of a message. Raises SeriesError when it is none, or holds no series."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            message = sdmx.read_sdmx(io.BytesIO(data))
    except Exception as fault:  # the library lets anything through, from its own errors to the parser's
        reason = (str(fault).strip().splitlines() or [type(fault).__name__])[0]
        raise SeriesError(f"{name} : message SDMX illisible ({reason}).") from None
    series = [
        _series(name, key, observations)
        for held in getattr(message, "data", [])
        for key, observations in held.series.items()
    ]
    if not series:
        raise SeriesError(f"{name} : le message SDMX ne contient aucune série de données.")
    return Reading(tuple(sorted(series, key=lambda one: one.key)))


def _series(name: str, key: Any, observations: list[Any]) -> IncomingSeries:
    words = {value.id: str(value.value) for value in key.values.values()}
    about = words | {word: str(value.value) for word, value in getattr(key, "attrib", {}).items()}
    # Without its structure, a message does not tell dimensions from remarks.
    number = about.get("IDBANK") or ".".join(word for name, word in words.items() if not name.startswith(REMARKS))
    scale = 10 ** int(about.get("UNIT_MULT") or 0)
    points: dict[date, tuple[float, bool]] = {}
    faults, failed, frequency = [], "", FREQUENCIES.get(about.get("FREQ", ""), "")
    for one in observations:
        told = next(iter(one.dimension.values.values())).value
        state = str(one.attached_attribute["OBS_STATUS"].value) if "OBS_STATUS" in one.attached_attribute else ""
        try:
            day, kind = cells.period(str(told))
            value = cells.number(one.value)
        except ValueError:
            faults.append(Fault(f"{name}, série {number}", f"observation « {told} : {one.value} » illisible"))
            continue
        frequency = frequency or kind
        if day in points:
            failed = f"{name}, série {number} : la période {told} est donnée deux fois."
        elif value is not None:
            points[day] = (round(value * scale, 6), state in EARLY)
    days = sorted(points)
    return IncomingSeries(
        number, frequency or "M", _traits(number, about), np.array(days, "datetime64[D]"),
        np.array([points[day][0] for day in days], float), np.array([points[day][1] for day in days], bool),
        failed=failed, faults=tuple(faults),
    )  # fmt: skip


def _traits(number: str, about: dict[str, str]) -> Traits:
    title = next((about[word] for word in TITLES if about.get(word)), number)
    area = about.get("REF_AREA", about.get("geo", ""))
    found = _DEPARTMENT.match(area)
    place = Place("department", found[1], area) if found else Place("", area, area)
    return Traits(name=title, unit=UNITS.get(about.get("UNIT_MEASURE", ""), ""), place=place)
