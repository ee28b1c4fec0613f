"""Who comes from where and goes where: deliveries to facts, questions in ibis, secrecy at the only door out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from belvedere.engines.flows.families import CATEGORIES, PROVENANCES, THRESHOLD, UNITS, Family, family_of
from belvedere.engines.flows.od import read_od
from belvedere.engines.flows.queries import (
    Scope,
    against_last_year,
    between_zones,
    by_holiday_zone,
    calendar_heat,
    catchment,
    origins,
    over_time,
    typical_week,
)
from belvedere.engines.flows.reading import Fault, Zones
from belvedere.engines.flows.store import Summary, import_delivery, open_calendar, open_facts
from belvedere.engines.flows.units import FlowsError, SumRefused, Unit, Volume

if TYPE_CHECKING:
    from belvedere.engines.flows.attacker import Guess, Relations, attack
    from belvedere.engines.flows.blocks import Key, month_blocks
    from belvedere.engines.flows.disclosure import Dimension, Published, publish
    from belvedere.engines.flows.publication import Outcome, publish_months, published_file
    from belvedere.engines.flows.release import Block, Release, next_release
    from belvedere.engines.flows.secrecy import (
        Axis,
        SecrecyError,
        cube,
        cube_relations,
        protect,
        suppress,
        total_axis,
    )

__all__ = [
    "CATEGORIES",
    "PROVENANCES",
    "THRESHOLD",
    "UNITS",
    "Axis",
    "Block",
    "Dimension",
    "Family",
    "Fault",
    "FlowsError",
    "Guess",
    "Key",
    "Outcome",
    "Published",
    "Relations",
    "Release",
    "Scope",
    "SecrecyError",
    "SumRefused",
    "Summary",
    "Unit",
    "Volume",
    "Zones",
    "against_last_year",
    "attack",
    "between_zones",
    "by_holiday_zone",
    "calendar_heat",
    "catchment",
    "cube",
    "cube_relations",
    "family_of",
    "import_delivery",
    "month_blocks",
    "next_release",
    "open_calendar",
    "open_facts",
    "origins",
    "over_time",
    "protect",
    "publish",
    "publish_months",
    "published_file",
    "read_od",
    "suppress",
    "total_axis",
    "typical_week",
]

# Loaded when first asked for: they bring SciPy, 45 MiB that a process which only reads facts need not carry.
_LATER = {
    "attacker": ("Guess", "Relations", "attack"),
    "blocks": ("Key", "month_blocks"),
    "disclosure": ("Dimension", "Published", "publish"),
    "publication": ("Outcome", "publish_months", "published_file"),
    "release": ("Block", "Release", "next_release"),
    "secrecy": (
        "Axis",
        "SecrecyError",
        "cube",
        "cube_relations",
        "protect",
        "suppress",
        "total_axis",
    ),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
