"""Who comes from where and goes where: deliveries to facts, questions in ibis, secrecy at the only door out."""

from belvedere.engines.flows.disclosure import Dimension, Published, publish
from belvedere.engines.flows.families import CATEGORIES, PROVENANCES, UNITS, Family, family_of
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
from belvedere.engines.flows.secrecy import (
    Axis,
    Guess,
    Relations,
    SecrecyError,
    attack,
    cube,
    cube_relations,
    protect,
    suppress,
    total_axis,
)
from belvedere.engines.flows.store import Summary, import_delivery, open_calendar, open_facts
from belvedere.engines.flows.units import FlowsError, SumRefused, Unit, Volume

__all__ = [
    "CATEGORIES",
    "PROVENANCES",
    "UNITS",
    "Axis",
    "Dimension",
    "Family",
    "Fault",
    "FlowsError",
    "Guess",
    "Published",
    "Relations",
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
    "open_calendar",
    "open_facts",
    "origins",
    "over_time",
    "protect",
    "publish",
    "read_od",
    "suppress",
    "total_axis",
    "typical_week",
]
