"""Telling people that their day has changed: by mail, each with his own changes and the address of his agenda."""

from django.utils.translation import gettext as _

from belvedere.kit import mail
from belvedere.meetings.models import Participant, PlanVersion
from belvedere.meetings.queries import changes

from . import letters


def tell_changes(*, plan: PlanVersion) -> int:
    """Mails whoever this version touches and has left an address, the absent ones excepted; nobody in a
    rehearsal. How many were sent."""
    if plan.edition.rehearsal_of_id is not None:
        return 0
    told = [one for one in changes.changes_of(plan) if one.person.email and one.person.absent_at is None]
    for change in told:
        change.person.edition = plan.edition
        mail.send(_letter(change.person, change))
    return len(told)


def _letter(person: Participant, change: changes.Change) -> mail.Letter:
    return letters.letter_of(
        edition=person.edition,
        to=person.email,
        subject=_("%s\N{NO-BREAK SPACE}: votre agenda change") % person.edition.name,
        paragraphs=(_("Bonjour,"), _("Votre agenda du jour vient de changer."), *sentences(change)),
        link=mail.Link(_("Voir mon agenda"), letters.personal(person, "agenda")),
    )


def sentences(change: changes.Change) -> list[str]:
    """One a meeting, the lost ones first."""
    lost = [_("%(who)s, %(hour)s\N{NO-BREAK SPACE}: annulée.") % {"who": w, "hour": h} for w, h in change.lost]
    moved = [
        _("%(who)s\N{NO-BREAK SPACE}: à %(after)s au lieu de %(before)s%(table)s.")
        % {"who": who, "before": before, "after": after, "table": _at(table)}
        for who, before, after, table in change.moved
    ]
    won = [
        _("Nouvelle rencontre\N{NO-BREAK SPACE}: %(who)s, %(hour)s%(table)s.")
        % {"who": who, "hour": hour, "table": _at(table)}
        for who, hour, table in change.won
    ]
    return [*lost, *moved, *won]


def _at(table: int | None) -> str:
    return "" if table is None else _(", table %s") % table
