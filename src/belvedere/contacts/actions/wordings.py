"""The sentences shown beside the boxes, in their versions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from belvedere.contacts import access
from belvedere.contacts.enums import Purpose
from belvedere.contacts.models import Wording
from belvedere.kit import journal
from belvedere.territories.models import Destination

#: The house's own, for destinations that have written none.
HOUSE = {
    Purpose.NEWSLETTER: _("Je veux recevoir la lettre d’information. Je pourrai m’en désinscrire d’un geste."),
    Purpose.OFFERS: _("Je veux recevoir des idées de séjour et des offres. Je pourrai m’en désinscrire d’un geste."),
    Purpose.SURVEY: _("J’accepte que l’on me demande mon avis après ma visite."),
    Purpose.CONTACT: _("J’accepte d’être recontacté au sujet de ma demande."),
    Purpose.MEASURE: _("J’accepte que les liens que je suis dans les lettres soient comptés à mon nom."),
}
LANGUAGES = dict(settings.LANGUAGES)


class WordingRefused(Exception):
    """A wording that cannot be written; the message says why and what to do."""


def shown(
    *, destination: Destination | None, purposes: Iterable[Purpose | str], language: str, now: datetime
) -> list[Wording]:
    """The wordings to show today: the destination's last version, else the house's, written down the first time that
    it is shown. A language without its own is served in French."""
    return [_shown(destination, Purpose(purpose), language, now) for purpose in purposes]


def _shown(destination: Destination | None, purpose: Purpose, language: str, now: datetime) -> Wording:
    language = language if language in LANGUAGES else settings.LANGUAGE_CODE
    rows = Wording.everything.filter(purpose=purpose, language=language).order_by("-version")
    own = rows.filter(destination=destination).first() if destination is not None else None
    house = own or rows.filter(destination=None).first()
    with override(language):
        text = str(HOUSE[purpose])
    if house is not None and (own or house.text == text):
        return house
    made, _new = Wording.everything.get_or_create(
        destination=None, purpose=purpose, language=language, version=house.version + 1 if house else 1,
        defaults={"text": text, "since": now},
    )  # fmt: skip
    return made


@transaction.atomic
def write_wording(
    *, destination: Destination, purpose: Purpose | str, language: str, text: str, by: Any, now: datetime
) -> Wording:
    """A new version; the former ones stay as they were shown. Raises WordingRefused."""
    if by is not None and not access.can_keep_file(by, destination):
        raise WordingRefused(gettext("Ce fichier n’est pas de votre ressort."))
    said = " ".join(text.split())
    rows = Wording.everything.select_for_update().filter(destination=destination, purpose=purpose, language=language)
    last = rows.order_by("-version").first()
    if not said:
        raise WordingRefused(gettext("Écrivez la phrase montrée à côté de la case."))
    if last is not None and last.text == said:
        raise WordingRefused(gettext("Cette phrase est déjà celle en usage."))
    wording: Wording = Wording.everything.create(
        destination=destination, purpose=purpose, language=language, text=said, since=now,
        version=last.version + 1 if last else 1,
    )  # fmt: skip
    journal.record("write_wording", wording, by=by, now=now)
    return wording
