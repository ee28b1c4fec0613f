"""The figures of a tile as a file."""

import csv
import io

from belvedere.cockpit.queries.tiles import Drawn
from belvedere.shell.surfaces import defused


def csv_of(drawn: Drawn) -> str:
    """As an office opens it: « ; » between columns, a decimal comma, an empty cell where nothing may be said."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([drawn.title, *drawn.head])
    for label, values in drawn.rows:
        writer.writerow(
            [defused(label), *("" if value is None else f"{value:.10g}".replace(".", ",") for value in values)]
        )
    return "\ufeff" + out.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}".replace(".", ",")
