"""Files of contacts as offices keep them: CSV or XLSX, columns named in their own words or mapped by hand."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from belvedere.contacts.actions import arrivals, files
from belvedere.contacts.actions.people import Identity
from belvedere.contacts.models import ContactFile
from belvedere.contacts.validators import normal_name
from belvedere.territories.enums import Country, Language
from belvedere.territories.models import Destination

from .cells import fault_of, table_of, text

#: Our field → names that a column may bear, without accents.
COLUMNS: dict[str, tuple[str, ...]] = {
    "first_name": ("prenom", "first name", "firstname", "given name"),
    "last_name": ("nom", "nom de famille", "last name", "lastname", "name", "surname"),
    "email": ("courriel", "email", "e mail", "mail", "adresse electronique", "adresse mail", "adresse email"),
    "phone": ("telephone", "tel", "portable", "mobile", "phone"),
    "postcode": ("code postal", "cp", "postcode", "zip", "postal code"),
    "country": ("pays", "country"),
    "language": ("langue", "language"),
    "birth_year": ("annee de naissance", "naissance", "date de naissance", "birth year", "birthdate"),
}
#: Lines shown of a file, and lines tried before it is brought in.
SAMPLED, TRIED = 5, 2000
YEAR = re.compile(r"(?:19|20)\d\d")


def receive_file(*, name: str, content: bytes, destination: Destination, by: Any, now: datetime) -> ContactFile:
    """Keeps a file with its guessed mapping. Raises FileRefused."""
    table = table_of(name, content, files.FileRefused)
    headings = [heading for heading in table.header if heading]
    return files.keep_file(
        destination=destination,
        name=name,
        content=content,
        headings=headings,
        columns=guessed(headings),
        sample=[[text(cell) for cell in cells] for _number, cells in table.rows[:SAMPLED]],
        by=by,
        now=now,
    )


def try_file(*, file: ContactFile, by: Any, now: datetime) -> arrivals.Trial:
    """What its first lines would do, nothing written. Raises FileRefused."""
    files.check_open(file=file, by=by)
    read = _arrivals(file)
    lines = arrivals.try_out(file=file, arrivals=read[:TRIED], by=by, now=now)
    return arrivals.Trial(lines, len(read))


def bring_file(
    *, file: ContactFile, by: Any, now: datetime, report: arrivals.Report | None = None
) -> list[arrivals.Line]:
    """Brings in the lines that are not yet, under the mapping kept with it. Raises FileRefused."""
    if file.brought_at is not None:
        raise files.FileRefused(_("Ce fichier est déjà importé."))
    return arrivals.bring_in(file=file, arrivals=_arrivals(file), by=by, now=now, report=report)


def _arrivals(file: ContactFile) -> list[arrivals.Arrival]:
    files.check_columns(file=file)
    table = table_of(file.name, bytes(file.content), files.FileRefused)
    at = {field: table.header.index(heading) for field, heading in file.columns.items() if heading in table.header}
    return [
        _arrival(number, {f: text(cells[i]) for f, i in at.items() if i < len(cells)}) for number, cells in table.rows
    ]


def guessed(headings: list[str]) -> dict[str, str]:
    """Our fields → the headings that bear one of their usual names."""
    at = {normal_name(heading): heading for heading in headings}
    found = {field: next((at[name] for name in names if name in at), "") for field, names in COLUMNS.items()}
    return {field: heading for field, heading in found.items() if heading}


def _arrival(number: int, found: Mapping[str, str]) -> arrivals.Arrival:
    """A line as the action takes it. A country or a language that we do not know is left out; a name is never lost."""
    year = YEAR.search(found.get("birth_year", ""))
    given = {name: found.get(name, "") for name in ("first_name", "last_name", "email", "phone", "postcode")}
    identity = Identity(
        country=_coded(found.get("country", ""), COUNTRIES), language=_coded(found.get("language", ""), LANGUAGES),
        birth_year=int(year[0]) if year else None, **given,
    )  # fmt: skip
    return arrivals.Arrival(number, identity, fault_of(found.values()))


def _codes(choices: list[tuple[str, Any]]) -> dict[str, str]:
    """Code and French name, in small letters → code."""
    return {normal_name(str(word)): code for code, label in choices for word in (code, label)}


COUNTRIES, LANGUAGES = _codes(Country.choices), _codes(Language.choices)


def _coded(word: str, codes: Mapping[str, str]) -> str:
    return codes.get(normal_name(word), "")
