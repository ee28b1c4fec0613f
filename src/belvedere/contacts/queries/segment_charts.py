"""How many belonged to a segment, day after day, drawn by the chart island."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from belvedere.contacts.models import SegmentDay


def sizes(days: Iterable[SegmentDay], today: date) -> dict[str, Any]:
    """Steps: a size holds until the next one, the last one until today."""
    values = [{"p": one.day.isoformat(), "v": one.size} for one in days]
    if values and values[-1]["p"] != today.isoformat():
        values.append({"p": today.isoformat(), "v": values[-1]["v"]})
    tooltip = [
        {"field": "p", "type": "temporal", "title": _("Jour"), "format": "%d/%m/%Y"},
        {"field": "v", "type": "quantitative", "title": _("Personnes")},
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "height": 180,
        "data": {"values": values},
        "mark": {"type": "line", "interpolate": "step-after", "point": True, "tooltip": True},
        "encoding": {
            "x": {"field": "p", "type": "temporal", "title": None, "axis": {"grid": False, "labelOverlap": True}},
            "y": {"field": "v", "type": "quantitative", "title": _("Personnes")},
            "tooltip": tooltip,
        },
    }
