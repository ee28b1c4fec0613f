"""Files of contacts: kept from the upload until their lines are in, with what they are said to prove."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import Channel, Purpose
from belvedere.contacts.models import ContactFile
from belvedere.kit import jobs, journal
from belvedere.territories.models import Destination

SIZE_MAX = 16 * 1024 * 1024
JOB = "contacts.bring_file"
#: One of them at least tells who somebody is.
NEEDED = {"email", "phone", "last_name"}


class FileRefused(Exception):
    """The file cannot be kept or brought in; the message says why and what to do."""


@transaction.atomic
def keep_file(
    *,
    destination: Destination,
    name: str,
    content: bytes,
    headings: Sequence[str],
    columns: Mapping[str, str],
    sample: Sequence[Sequence[str]],
    by: Any,
    now: datetime,
) -> ContactFile:
    """``columns`` is the guess, ``sample`` the first lines; a file with the same headings brought before has the last
    word. Raises FileRefused."""
    check_own(destination=destination, by=by)
    if len(content) > SIZE_MAX:
        raise FileRefused(_("Seize mégaoctets au plus\N{NO-BREAK SPACE}: coupez le fichier en deux."))
    rows = ContactFile.everything.filter(destination=destination, headings=list(headings)).exclude(brought_at=None)
    known = rows.order_by("-uploaded_at", "-pk").first()
    file: ContactFile = ContactFile.everything.create(
        destination=destination, name=name[:200], content=content, headings=list(headings),
        columns=known.columns if known else dict(columns), sample=[list(line) for line in sample], uploaded_at=now,
        by=by if by and by.pk else None,
    )  # fmt: skip
    journal.record("keep_file", file, by=by, now=now)
    return file


@transaction.atomic
def describe_file(
    *,
    file: ContactFile,
    columns: Mapping[str, str],
    claims: Sequence[tuple[str, str]],
    proof: str,
    gathered_on: date | None,
    by: Any,
    now: datetime,
) -> ContactFile:
    """Our field → the file's heading; ``claims``: (purpose, channel) that its people consented to, which asks for where
    the proof is and since when. Raises FileRefused."""
    check_open(file=file, by=by)
    unknown = [heading for heading in columns.values() if heading not in file.headings]
    if unknown:
        raise FileRefused(_("Le fichier n’a pas de colonne «\N{NO-BREAK SPACE}%s\N{NO-BREAK SPACE}».") % unknown[0])
    wrong = [claim for claim in claims if claim[0] not in Purpose.values or claim[1] not in Channel.values]
    if wrong:
        raise FileRefused(_("Ce consentement n’existe pas\N{NO-BREAK SPACE}: rechargez la page."))
    if claims and not (proof.strip() and gathered_on):
        raise FileRefused(
            _("Un consentement s’importe avec sa preuve\N{NO-BREAK SPACE}: dites où elle est, et de quand il date.")
        )
    if gathered_on and gathered_on > timezone.localdate(now):
        raise FileRefused(_("Le jour du recueil est à venir\N{NO-BREAK SPACE}: corrigez-le."))
    file.columns, file.consents = dict(columns), [list(claim) for claim in claims]
    file.proof, file.gathered_on = " ".join(proof.split())[:160], gathered_on
    file.save(update_fields=["columns", "consents", "proof", "gathered_on"])
    journal.record("describe_file", file, by=by, now=now)
    return file


@transaction.atomic
def ask_bringing(*, file: ContactFile, by: Any, now: datetime) -> ContactFile:
    """Has the worker bring its lines in, from where an earlier attempt stopped. Raises FileRefused."""
    check_open(file=file, by=by)
    check_columns(file=file)
    file.job = jobs.enqueue(JOB, now=now, file=file.pk, by=by.pk if by is not None else None)
    file.save(update_fields=["job"])
    journal.record("ask_bringing", file, by=by, now=now)
    return file


def check_columns(*, file: ContactFile) -> None:
    """Raises FileRefused."""
    if not NEEDED & {field for field, heading in file.columns.items() if heading in file.headings}:
        raise FileRefused(_("Il faut au moins une colonne pour le nom, l’adresse électronique ou le téléphone."))


def check_open(*, file: ContactFile, by: Any) -> None:
    """Raises FileRefused."""
    check_own(destination=file.destination, by=by)
    if file.brought_at is not None:
        raise FileRefused(_("Ce fichier est déjà importé."))
    if file.under_way:
        raise FileRefused(_("Ce fichier est en cours d’importation\N{NO-BREAK SPACE}: attendez qu’elle finisse."))


def check_own(*, destination: Destination, by: Any) -> None:
    """Raises FileRefused."""
    if by is not None and not access.can_keep_file(by, destination):
        raise FileRefused(_("Ce fichier n’est pas de votre ressort."))
