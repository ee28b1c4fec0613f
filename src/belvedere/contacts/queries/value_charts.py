"""Charts of loyalty and value, drawn by the chart island; the same figures are in the tables beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def curve_chart(points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Share of people come back, by months since their first visit, within its bounds."""
    values = [
        {"m": point["days"] / 30, "v": point["share"]["mean"], "l": point["share"]["low"], "h": point["share"]["high"]}
        for point in points
    ]
    months = {
        "field": "m",
        "type": "quantitative",
        "title": _("Mois depuis la première visite"),
        "axis": {"grid": False},
    }
    share = {"type": "quantitative", "title": _("Personnes revenues"), "axis": {"format": ".0%"}}
    return {
        "$schema": SCHEMA,
        "height": 220,
        "data": {"values": values},
        "encoding": {"x": months},
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.25},
                "encoding": {"y": {"field": "l", **share}, "y2": {"field": "h"}},
            },
            {
                "mark": {"type": "line", "point": True, "tooltip": True},
                "encoding": {"y": {"field": "v", **share}, "tooltip": _tips()},
            },
        ],
    }


def _tips() -> list[dict[str, str]]:
    share = {"type": "quantitative", "format": ".0%"}
    return [
        {"field": "m", "type": "quantitative", "title": _("Mois")},
        {"field": "v", "title": _("Revenues"), **share},
        {"field": "l", "title": _("au moins"), **share},
        {"field": "h", "title": _("au plus"), **share},
    ]


def heat_chart(rows: Sequence[Any], counts: Sequence[str]) -> dict[str, Any]:
    """People by time since the last visit and number of visits, each box with its count."""
    short = [*(str(count) for count in range(1, len(counts))), f"{len(counts)}+"]
    values = [
        {"r": row.name, "c": count, "n": people}
        for row in rows
        for count, (people, _expected) in zip(short, row.cells, strict=True)
    ]
    across = {
        "x": {
            "field": "c", "type": "nominal", "sort": short, "title": _("Visites"),
            "axis": {"orient": "top", "labelAngle": 0},
        },
        "y": {"field": "r", "type": "nominal", "sort": [row.name for row in rows], "title": _("Dernière visite")},
    }  # fmt: skip
    most = max((one["n"] for one in values), default=0)
    dark = {"test": f"datum.n > {most / 2}", "value": "white"}
    return {
        "$schema": SCHEMA,
        "height": 200,
        "data": {"values": values},
        "encoding": across,
        "layer": [
            {
                "mark": {"type": "rect", "tooltip": True},
                "encoding": {
                    "color": {
                        "field": "n", "type": "quantitative", "title": _("Personnes"), "legend": None,
                        "scale": {"scheme": "teals", "domainMin": 0},
                    }
                },
            },
            {
                "mark": {"type": "text"},
                "encoding": {"text": {"field": "n", "type": "quantitative"},
                             "color": {"condition": dark, "value": "#1d2a29"}},
            },
        ],
    }  # fmt: skip


def worth_chart(lines: Sequence[Any]) -> dict[str, Any]:
    """Value expected of each person of a segment, or her visits where no value is known: a point and its bounds."""
    rank = 3 if any(line.measures[3] for line in lines) else 2
    values = [
        {"s": line.name, "v": bounds.raw[0], "l": bounds.raw[1], "h": bounds.raw[2]}
        for line in lines
        if (bounds := line.measures[rank]) is not None
    ]
    title = _("Valeur attendue par personne (€)") if rank == 3 else _("Visites attendues par personne")
    values.sort(key=lambda one: -one["v"])
    named = {"field": "s", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 160}}
    return {
        "$schema": SCHEMA,
        "height": {"step": 24},
        "data": {"values": values},
        "encoding": {"y": named},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5},
                "encoding": {"x": {"field": "l", "type": "quantitative", "title": title}, "x2": {"field": "h"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "tooltip": True},
                "encoding": {"x": {"field": "v", "type": "quantitative", "title": title}},
            },
        ],
    }
