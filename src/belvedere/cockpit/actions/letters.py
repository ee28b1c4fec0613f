"""What is written to subscribers, in the brand of the destination and in their language."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from belvedere.cockpit.models import MonthNote, NoteVersion, Subscriber
from belvedere.cockpit.queries import notes
from belvedere.kit import mail
from belvedere.territories import queries as territories


def leaving(subscriber: Subscriber) -> str:
    """The address that forgets the subscriber: a button in a browser, one click in a mail reader (RFC 8058)."""
    return territories.address_of(subscriber.destination, reverse("cockpit:leave", args=[subscriber.token]))


def _headers(subscriber: Subscriber) -> tuple[tuple[str, str], ...]:
    return (
        ("List-Unsubscribe", f"<{leaving(subscriber)}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )


def confirmation(subscriber: Subscriber) -> mail.Letter:
    """Asks for the second yes."""
    with translation.override(subscriber.language):
        brand = territories.resolved_brand(subscriber.destination)
        path = reverse("cockpit:confirm", args=[subscriber.token])
        subject = _("%(brand)s\N{NO-BREAK SPACE}: confirmez votre abonnement à la note du mois")
        asked = _("Vous avez demandé à recevoir la note du mois, une page de chiffres, une fois par mois.")
        button = _("Elle ne part qu’une fois votre adresse confirmée, par le bouton de cette page.")
        not_you = _("Si ce n’est pas vous, ne faites rien\N{NO-BREAK SPACE}: l’adresse est oubliée sous sept jours.")
        return mail.Letter(
            to=subscriber.email,
            subject=subject % {"brand": brand.name},
            paragraphs=(_("Bonjour,"), asked, button, not_you),
            sender=brand.name,
            link=mail.Link(_("Confirmer mon abonnement"), territories.address_of(subscriber.destination, path)),
            colour=brand.palette.get("primary", ""),
        )  # fmt: skip


def note_letter(subscriber: Subscriber, note: MonthNote, version: NoteVersion) -> mail.Letter:
    """The note itself: what it says, and where its figures are."""
    with translation.override(subscriber.language):
        content = notes.in_language(version)
        brand = territories.resolved_brand(subscriber.destination)
        path = reverse("cockpit:note", args=[f"{note.month:%Y-%m}"])
        words = tuple(part.strip() for part in content.get("words", "").split("\n\n") if part.strip())
        leave = _("Pour ne plus la recevoir, un clic\N{NO-BREAK SPACE}: %(url)s") % {"url": leaving(subscriber)}
        said = (content["headline"], *content["sentences"], content["silent_words"])
        return mail.Letter(
            to=subscriber.email,
            subject=f"{brand.name} – {content['title']}",
            paragraphs=(*filter(None, said), *words, leave),
            sender=brand.name,
            link=mail.Link(_("Lire la note et ses chiffres"), territories.address_of(subscriber.destination, path)),
            colour=brand.palette.get("primary", ""),
            headers=_headers(subscriber),
        )
