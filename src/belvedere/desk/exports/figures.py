"""The figures of a year as the file that the office hands in for its classification."""

import csv
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from belvedere.desk.queries.figures import Figures, tables_of
from belvedere.shell.surfaces import defused


def summary_of(figures: Figures) -> list[tuple[str, object]]:
    """One line a figure; an empty value is « not known »."""
    return [
        (_("Année"), figures.year), (_("Contacts"), figures.total), (_("Jours d’ouverture"), figures.opening_days),
        (_("Heures d’ouverture"), figures.opening_hours), (_("Réclamations reçues"), figures.complaints),
        (_("Réclamations répondues"), figures.answered),
        (_("Délai moyen de réponse (jours)"), "" if figures.answer_days is None else round(figures.answer_days, 1)),
        (_("Langue non dite"), figures.unsaid[0]), (_("Provenance non dite"), figures.unsaid[1]),
    ]  # fmt: skip


def csv_of(figures: Figures) -> bytes:
    """As an office opens it: « ; » between columns, accents kept."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows(("", label, value) for label, value in summary_of(figures))
    for title, lines in tables_of(figures):
        writer.writerows((title, defused(line.label), line.count) for line in lines)
    return ("\ufeff" + text.getvalue()).encode()


def xlsx_of(figures: Figures) -> bytes:
    """A sheet of the whole, then a sheet a table."""
    book = Workbook()
    first = book.active
    first.title = _("Ensemble")
    for label, value in summary_of(figures):
        first.append([label, value])
    for title, lines in tables_of(figures):
        page = book.create_sheet(title[:31])
        page.append([title, _("Contacts")])
        for line in lines:
            page.append([defused(line.label), line.count])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
