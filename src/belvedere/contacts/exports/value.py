"""A reckoning as a spreadsheet opens it: one line a figure, with its bounds."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from belvedere.contacts.queries.value_sheet import Bounds, Sheet
from belvedere.shell.surfaces import csv_line, defused

Row = tuple[str, str, str, Bounds | float | int | None]


def sheet_csv(sheet: Sheet) -> Iterator[str]:
    heading = [_("Tableau"), _("Ligne"), _("Mesure"), _("Valeur"), _("Au moins"), _("Au plus")]
    yield "\ufeff" + csv_line(heading)
    for table, line, measure, found in _rows(sheet):
        cells = found.raw if isinstance(found, Bounds) else ("" if found is None else found, "", "")
        yield csv_line([defused(one) for one in (table, line, measure, *cells)])


def _rows(sheet: Sheet) -> Iterator[Row]:
    measures = (_("revenues (part)"), _("reviendront un jour (part)"), _("visites attendues"), _("valeur attendue (€)"))
    for one in sheet.worth:
        yield _("Segments"), one.name, _("personnes"), one.people
        for measure, bounds in zip(measures, one.measures, strict=True):
            yield _("Segments"), one.name, measure, bounds
    for one in sheet.curve:
        yield _("Retours"), one.name, _("personnes suivies"), one.people
        yield _("Retours"), one.name, measures[0], one.measures[0]
    for row in sheet.heat:
        for count, (people, _expected) in zip(sheet.counts, row.cells, strict=True):
            yield _("Dernière visite"), f"{row.name}, {count}", _("personnes"), people
    for check in sheet.checks:
        yield _("Vérification"), check.label, _("visites prévues"), check.predicted
        yield _("Vérification"), check.label, _("visites vues"), check.seen
    for side in sheet.sides:
        yield _("Coûts"), side.name, _("dépenses"), side.campaigns
        yield _("Coûts"), side.name, _("par personne (€)"), side.each
