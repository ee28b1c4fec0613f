"""What the files that people send have in common: a table, cells as they are read on screen, a quote left open."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from belvedere.engines import series


def table_of(name: str, content: bytes, refusal: type[Exception]) -> series.Table:
    """The first table of a file. Raises ``refusal`` with the reader's own sentence."""
    try:
        return series.read_table(name, content)
    except series.SeriesError as fault:
        raise refusal(str(fault)) from fault


def text(cell: Any) -> str:
    """A cell as it is read on screen: whole numbers without « .0 »."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def fault_of(cells: Iterable[str]) -> str:
    """A cell of several lines has swallowed those that follow: they would be lost without a word. Empty when none."""
    if not any("\n" in cell or "\r" in cell for cell in cells):
        return ""
    return _("Un guillemet n’est pas refermé\N{NO-BREAK SPACE}: cette ligne en contient d’autres, corrigez le fichier.")
