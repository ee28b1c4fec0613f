"""What is written to participants, in the brand of the destination."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belvedere.kit import mail
from belvedere.meetings.enums import NoticeKind
from belvedere.meetings.models import Edition, Participant
from belvedere.meetings.queries.calendar import calendar_of, place
from belvedere.meetings.queries.pro import Agenda
from belvedere.territories import queries as territories

#: Meetings written out in a mail; the page has them all.
SHOWN = 40


def personal(participant: Participant, page: str) -> str:
    """The personal address of one of the participant's pages: it opens without an account."""
    path = reverse(f"meetings:token_{page}", args=[participant.token])
    return territories.address_of(participant.edition.destination, path)


def letter_of(
    *, edition: Edition, to: str, subject: str, paragraphs: tuple[str, ...], link: mail.Link | None = None,
    attachments: tuple[mail.Attachment, ...] = (),
) -> mail.Letter:  # fmt: skip
    """A letter of an edition, signed by its destination."""
    brand = territories.resolved_brand(edition.destination)
    return mail.Letter(
        to=to, subject=subject, paragraphs=paragraphs, sender=brand.name, link=link,
        colour=brand.palette.get("primary", ""), attachments=attachments,
    )  # fmt: skip


def notice(participant: Participant, kind: str, agenda: Agenda | None = None) -> mail.Letter:
    """The message of this kind; ``agenda`` is for the one that announces it."""
    if kind == NoticeKind.AGENDA and agenda is not None:
        return _agenda(participant, agenda)
    compose: dict[str, Callable[[Participant], mail.Letter]] = {
        NoticeKind.INVITATION: _invitation,
        NoticeKind.REMINDER: _reminder,
        NoticeKind.CLOSING: _closing,
    }
    return compose[kind](participant)


def _to(participant: Participant) -> str:
    return participant.email or (participant.account.email if participant.account else "")


def _hello(participant: Participant) -> str:
    return _("Bonjour %s,") % (participant.contact or participant.name)


def _when(edition: Edition) -> str:
    day = formats.date_format(edition.day, "l j F Y")
    return _("%(day)s, %(place)s") % {"day": day, "place": edition.place} if edition.place else day


def _until(edition: Edition) -> str:
    if edition.closes_at is None:
        return _("Votre liste peut changer jusqu’à la clôture des souhaits.")
    moment = formats.date_format(timezone.localtime(edition.closes_at), "l j F à H:i")
    return _("Votre liste peut changer jusqu’au %s.") % moment


def _invitation(participant: Participant) -> mail.Letter:
    edition = participant.edition
    return letter_of(
        edition=edition,
        to=_to(participant),
        subject=_("%s\N{NO-BREAK SPACE}: qui souhaitez-vous rencontrer\N{NO-BREAK SPACE}?") % edition.name,
        paragraphs=(
            _hello(participant),
            _("Vous êtes inscrit à %(name)s, %(when)s.") % {"name": edition.name, "when": _when(edition)},
            _("Dites qui vous souhaitez rencontrer, dans l’ordre\N{NO-BREAK SPACE}: cinq minutes sur un téléphone."),
            _until(edition),
            _("L’adresse ci-dessous est la vôtre\N{NO-BREAK SPACE}: elle ouvre votre liste sans mot de passe."),
        ),
        link=mail.Link(_("Choisir mes rencontres"), personal(participant, "wishes")),
    )


def _reminder(participant: Participant) -> mail.Letter:
    edition = participant.edition
    return letter_of(
        edition=edition,
        to=_to(participant),
        subject=_("%s\N{NO-BREAK SPACE}: votre liste est encore vide") % edition.name,
        paragraphs=(
            _hello(participant),
            _("Vous n’avez encore souhaité rencontrer personne à %(name)s, %(when)s.")
            % {"name": edition.name, "when": _when(edition)},
            _("Sans liste de votre part, le plan ne peut s’appuyer que sur ceux qui vous souhaitent."),
            _until(edition),
        ),
        link=mail.Link(_("Choisir mes rencontres"), personal(participant, "wishes")),
    )


def _closing(participant: Participant) -> mail.Letter:
    edition = participant.edition
    return letter_of(
        edition=edition,
        to=_to(participant),
        subject=_("%s\N{NO-BREAK SPACE}: les souhaits sont clos") % edition.name,
        paragraphs=(
            _hello(participant),
            _("Les souhaits sont clos\N{NO-BREAK SPACE}: le plan de la journée se prépare."),
            _("Vous recevrez votre agenda dès qu’il sera publié. Rendez-vous %s.") % _when(edition),
        ),
        link=mail.Link(_("Relire ma liste"), personal(participant, "wishes")),
    )


def _agenda(participant: Participant, agenda: Agenda) -> mail.Letter:
    edition, count = participant.edition, len(agenda.lines)
    lines = tuple(
        f"{line.starts_at:%H:%M} – {', '.join(filter(None, [line.other.name, place(line.table, line.room)]))}"
        for line in agenda.lines[:SHOWN]
    )
    told = ngettext("Vous avez %s rencontre.", "Vous avez %s rencontres.", count) % count
    none = _(
        "Aucune rencontre n’a pu vous être donnée\N{NO-BREAK SPACE}: votre page dit pourquoi, souhait par souhait."
    )
    host = urlsplit(personal(participant, "agenda")).netloc
    calendar = mail.Attachment("rencontres.ics", calendar_of(agenda, host=host), "text/calendar")
    return letter_of(
        edition=edition,
        to=_to(participant),
        subject=_("%s\N{NO-BREAK SPACE}: votre agenda") % edition.name,
        paragraphs=(_hello(participant), _("Rendez-vous %s.") % _when(edition), told if count else none, *lines),
        link=mail.Link(_("Voir mon agenda"), personal(participant, "agenda")),
        attachments=(calendar,) if count else (),
    )
