"""The sheets of a survey as a spreadsheet opens them: one line a sheet, one column a question, no name."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from belvedere.contacts.models import Sheet, Survey
from belvedere.contacts.queries import sheets as reads
from belvedere.contacts.queries.questions import questions_of
from belvedere.shell.surfaces import defused


def csv_of(survey: Survey) -> bytes:
    """« ; » between columns, accents kept."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(rows_of(survey))
    return ("\ufeff" + text.getvalue()).encode()


def xlsx_of(survey: Survey) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Réponses"))
    for row in rows_of(survey):
        page.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of(survey: Survey) -> Iterator[list[Any]]:
    """Headings, then the sheets, the oldest first. Two queries."""
    questions = questions_of(survey, "fr")
    yield [_("Le"), _("Langue"), _("Par où"), *(defused(one.text) for one in questions)]
    rows = Sheet.everything.filter(survey=survey).prefetch_related("answers").order_by("on", "pk")
    for sheet in rows:
        told: dict[str, list[Any]] = defaultdict(list)
        for answer in sheet.answers.all():
            known = next((one for one in questions if one.key == answer.question), None)
            told[answer.question].append(reads.said_of(known, answer))
        cells = [_cell(told[one.key]) for one in questions]
        yield [sheet.on.isoformat(), sheet.get_language_display(), sheet.get_path_display(), *cells]


def _cell(said: list[Any]) -> Any:
    if len(said) == 1 and isinstance(said[0], int):
        return said[0]
    return defused(", ".join(str(one) for one in said))
