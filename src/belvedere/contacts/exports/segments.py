"""The members of a segment as a spreadsheet opens them."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from belvedere.contacts.models import Segment
from belvedere.contacts.queries import evidence
from belvedere.contacts.queries import segments as reads
from belvedere.engines import segments as engine
from belvedere.shell.surfaces import csv_line, defused

#: Persons read, and explained, at a time.
PAGE = 500


def members_csv(segment: Segment, now: datetime) -> Iterator[str]:
    """Every member with why, in words; a file that spreadsheets read as it is."""
    yield "\ufeff" + csv_line(
        [_("Numéro"), _("Prénom"), _("Nom"), _("Adresse électronique"), _("Code postal"), _("Pays"), _("Langue"),
         _("Confiance (%)"), _("Pourquoi")]
    )  # fmt: skip
    members = reads.members_of(segment).order_by("pk")
    for numbers in reads.chunks(reads.numbers_of(segment), PAGE):
        page = list(members.filter(pk__in=numbers))
        for one in evidence.evidence_of_several(segment, page, now):
            person = one.person
            cells = [
                person.pk, person.first_name, person.last_name, person.email, person.postcode,
                person.get_country_display(), person.get_language_display(), one.percent,
                " ".join(line.text for line in one.lines if line.verdict == engine.YES),
            ]  # fmt: skip
            yield csv_line([defused("" if cell is None else cell) for cell in cells])
