"""Dashboards and notes on paper: PDF by typst, in the brand, each chart above its table."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

import orjson
import typst
from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from belvedere.cockpit.models import Dashboard
from belvedere.cockpit.queries import wording
from belvedere.cockpit.queries.tiles import Drawn
from belvedere.kit import mail
from belvedere.observatory.templatetags import figures
from belvedere.shell import palette
from belvedere.territories.queries import ResolvedBrand

from . import pictures

SHEETS = files("belvedere.cockpit") / "templates" / "cockpit" / "print"
#: Rows of a table on paper; the page and the file have them all.
ROWS = 14
WIDTH = 680


def dashboard_pdf(dashboard: Dashboard, tiles: Sequence[Drawn], brand: ResolvedBrand, *, url: str, day: Any) -> bytes:
    data = _frame(brand, url) | {
        "title": dashboard.title,
        "language": get_language() or "fr",
        "words": _paragraphs(dashboard.words),
        "day": formats.date_format(day, "j F Y"),
        "tiles": [_tile(one) for one in tiles if not one.missing],
    }
    return _compiled("dashboard", data, [one.spec for one in tiles if not one.missing])


def note_pdf(content: dict[str, Any], brand: ResolvedBrand, *, url: str) -> bytes:
    """``content``: what is published, or about to be (``queries.notes.reading_of``)."""
    data = _frame(brand, url) | {
        "title": content["title"],
        "headline": content["headline"],
        "sentences": content["sentences"],
        "silent": content["silent_words"],
        "words": _paragraphs(content["words"]),
        "rows": content["rows"],
        "sources": content["sources"],
        "day": content["day"],
        "language": content["language"],
        "head": [_("Ce mois"), _("Un an avant"), _("Écart retenu")],
        "alt": _(
            "Courbe de la saison, mois par mois\N{NO-BREAK SPACE}; les chiffres du mois sont dans le tableau qui suit."
        ),
        "rule": _(
            "Un écart n’est écrit que s’il dépasse ce que la série fait d’elle-même d’une année à l’autre (seuil de "
            "95\N{NO-BREAK SPACE}%, tous les chiffres de la note jugés ensemble)."
        ),
        "from": _("Sources\N{NO-BREAK SPACE}:"),
    }
    return _compiled("note", data, [content["chart"]])


def _frame(brand: ResolvedBrand, url: str) -> dict[str, Any]:
    primary = palette.light_theme(brand.palette)["brand-ink"]
    return {"brand": brand.name, "signature": brand.signature, "colour": primary or mail.INK, "url": url}


def _tile(one: Drawn) -> dict[str, Any]:
    rows = [
        [label, *("–" if value is None else wording.number(value) for value in values)] for label, values in one.rows
    ]
    more = max(0, len(rows) - ROWS)
    left = ngettext("… et %(n)s autre ligne dans le fichier.", "… et %(n)s autres lignes dans le fichier.", more)
    drawn_of = _("Graphique de %(name)s\N{NO-BREAK SPACE}; les mêmes chiffres sont dans le tableau qui suit.")
    return {
        "title": one.title, "words": _paragraphs(one.tile.words), "sentence": one.sentence,
        "unit": "" if one.unit == "%" else one.unit,
        "value": _value(one) if one.value is not None and one.spec is None else "",
        "head": list(one.head), "rows": rows[:ROWS], "more": left % {"n": more} if more else "",
        "note": one.note, "from": _("Sources\N{NO-BREAK SPACE}:"), "alt": drawn_of % {"name": one.title},
        "sources": [f"{series.source} – {series.name}" for series in one.sources], "chart": one.spec is not None,
    }  # fmt: skip


def _value(one: Drawn) -> str:
    said = wording.number(one.value or 0)
    return figures.percent(said) if one.unit == "%" else said


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _compiled(sheet: str, data: dict[str, Any], specs: Sequence[dict[str, Any] | None]) -> bytes:
    """Charts are files beside the sheet, drawn at the same size."""
    inputs = {"data": orjson.dumps(data).decode()}
    charts = [pictures.svg_of(spec, width=WIDTH) if spec else "" for spec in specs]
    inputs["charts"] = orjson.dumps(charts).decode()
    content: bytes = typst.compile(str(SHEETS / f"{sheet}.typ"), sys_inputs=inputs)
    return content


def with_spec(one: Drawn, spec: dict[str, Any] | None) -> Drawn:
    """The same tile with another specification."""
    return replace(one, spec=spec)
