"""Tables of the room: the catalogue of series, what each delivery did, what was foreseen, the effects that were read.
The facts are files."""

from .deliveries import Delivery, DeliveryItem
from .effects import CityCampaign, EffectReading, Event, EventEdition
from .flows import FlowZone
from .forecasts import ForecastRun, SeriesForecast
from .series import Series, SeriesBreak
from .sources import DataSource, Mapping

__all__ = [
    "CityCampaign",
    "DataSource",
    "Delivery",
    "DeliveryItem",
    "EffectReading",
    "Event",
    "EventEdition",
    "FlowZone",
    "ForecastRun",
    "Mapping",
    "Series",
    "SeriesBreak",
    "SeriesForecast",
]
