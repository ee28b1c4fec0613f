"""Tables of the room: the catalogue of series and what each delivery did. The facts are files."""

from .deliveries import Delivery, DeliveryItem
from .series import Series, SeriesBreak
from .sources import DataSource, Mapping

__all__ = ["DataSource", "Delivery", "DeliveryItem", "Mapping", "Series", "SeriesBreak"]
