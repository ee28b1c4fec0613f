"""Who comes to an edition."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.meetings import access
from belvedere.meetings.models import Edition, Participant
from belvedere.people.models import Account, Organisation

BATCH = 500


class Refused(Exception):
    """The participant cannot be kept; the message says why and what to do."""


@transaction.atomic
def register_participant(*, participant: Participant, by: Any, now: datetime) -> Participant:
    """Creates or changes a participant."""
    if by is not None and not access.editions_run_by(by).filter(pk=participant.edition_id).exists():
        raise Refused(_("Choisissez une édition de votre ressort."))
    creating = participant.pk is None
    check(participant)
    participant.save()
    journal.record("register_participant" if creating else "change_participant", participant, by=by, now=now)
    return participant


@transaction.atomic
def change_profile(
    *,
    participant: Participant,
    offers: dict[str, Any] | None = None,
    seeks: dict[str, Any] | None = None,
    by: Any,
    now: datetime,
) -> Participant:
    """What one brings, what one looks for; None leaves it as it is.

    Whoever calls has checked that the participant is ``by``'s own, or that the token was right.
    """
    participant.offers = participant.offers if offers is None else offers
    participant.seeks = participant.seeks if seeks is None else seeks
    participant.save(update_fields=["offers", "seeks"])
    journal.record("change_profile", participant, by=by, now=now)
    return participant


def check(participant: Participant) -> None:
    """Raises Refused where a field is wrong or a slot is out of the day."""
    _check_segment(participant)
    slots = participant.edition.slots
    if participant.available is not None and any(
        not isinstance(t, int) or not 0 <= t < slots for t in participant.available
    ):
        raise Refused(_("Un créneau de présence est hors de la journée."))
    try:
        participant.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault


def _check_segment(participant: Participant) -> None:
    """Puts the name of the family as the edition writes it. Raises Refused where it has no such one."""
    known = {name.casefold(): name for name in participant.edition.segments}
    if participant.segment and participant.segment.strip().casefold() not in known:
        families = ", ".join(known.values()) or _("aucune")
        raise Refused(
            _("Famille « %(name)s » inconnue de cette édition. Familles connues : %(known)s.")
            % {"name": participant.segment, "known": families}
        )
    participant.segment = known.get(participant.segment.strip().casefold(), "")


@dataclass
class Arrival:
    """What an import knows of one participant; ``line`` is its place in the file."""

    line: int
    values: dict[str, Any]
    siret: str = ""
    structure: str = ""


@dataclass
class Outcome:
    """How many were created, changed or left as they were, what is wrong line by line, and whether lines remain that
    were not looked at."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[tuple[int, str]] = field(default_factory=list)
    partial: bool = False


@transaction.atomic
def bring_participants(
    *, edition: Edition, arrivals: Iterable[Arrival], dry_run: bool = False, by: Any, now: datetime
) -> Outcome:
    """Creates or updates by side and name. A wrong line is kept out with its reason; the others go in.

    ``dry_run`` says what would be done and writes nothing.
    """
    known = {(one.side, one.name): one for one in Participant.everything.filter(edition=edition)}
    houses = _houses(edition)
    accounts = {email.lower(): pk for pk, email in Account.everything.values_list("pk", "email")}
    outcome, new, changed, seen = Outcome(), [], [], set()
    for arrival in arrivals:
        key = (arrival.values.get("side"), arrival.values.get("name"))
        if key in seen:
            outcome.failed.append((arrival.line, _("déjà donné plus haut dans le fichier.")))
            continue
        seen.add(key)
        row = known.get(key) or Participant()
        row.edition = edition
        before = {name: getattr(row, name) for name in (*arrival.values, "organisation_id", "account_id")}
        _fill(row, arrival, houses, accounts)
        try:
            _check_alone(row)
        except Refused as refusal:
            outcome.failed.append((arrival.line, str(refusal)))
            continue
        if row.pk is None:
            new.append(row)
        elif any(getattr(row, name) != value for name, value in before.items()):
            changed.append(row)
        else:
            outcome.unchanged += 1
    outcome.created, outcome.updated = len(new), len(changed)
    if not dry_run:
        _write(edition, new, changed, by, now)
    return outcome


def _houses(edition: Edition) -> dict[str, int]:
    """Organisations of the destination by SIRET and by name."""
    rows = Organisation.everything.filter(destination=edition.destination_id).values_list("pk", "siret", "name")
    return {word.casefold(): pk for pk, siret, name in rows for word in (name, siret) if word}


def _fill(row: Participant, arrival: Arrival, houses: dict[str, int], accounts: dict[str, int]) -> None:
    for name, value in arrival.values.items():
        setattr(row, name, value)
    house = houses.get(arrival.siret) if arrival.siret else None
    house = house or houses.get((arrival.structure or row.name or "").casefold())
    row.organisation_id = house or row.organisation_id
    row.account_id = accounts.get(row.email.lower()) if row.email else row.account_id


def _check_alone(row: Participant) -> None:
    """The checks that need no query: an import asks thousands."""
    _check_segment(row)
    try:
        row.clean_fields(exclude=["edition", "organisation", "account"])
    except ValidationError as fault:
        raise Refused(" ".join(f"{name} : {' '.join(text)}" for name, text in fault.message_dict.items())) from fault
    if row.max_meetings is not None and row.max_meetings < (row.min_meetings or 0):
        raise Refused(_("Le minimum de rencontres dépasse le maximum."))


def _write(edition: Edition, new: list[Participant], changed: list[Participant], by: Any, now: datetime) -> None:
    fields = [
        "about", "segment", "contact", "email", "account", "organisation", "available", "max_meetings", "min_meetings",
        "seats", "priority",
    ]  # fmt: skip
    Participant.everything.bulk_create(new, batch_size=BATCH)
    Participant.everything.bulk_update(changed, fields, batch_size=BATCH)
    journal.record("bring_participants", edition, by=by, now=now, created=len(new), updated=len(changed))
