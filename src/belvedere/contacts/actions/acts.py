"""Timelines: each room adds its own lines, and what they tell of the visit. The one door to them."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.contacts import events
from belvedere.contacts.enums import ActKind, StayKind, Theme
from belvedere.contacts.models import Act, ActFacts, Person
from belvedere.territories.models import Commune

#: An amount that no visit reaches is a slip of the keyboard.
DEAREST = 100_000_00


class ActRefused(Exception):
    """This line cannot be told so; the message says why and what to do."""


@dataclass(frozen=True)
class Told:
    """What an act tells of a visit; None or empty: not known. ``amount`` in cents, without VAT where it is a sale of
    ours. ``access``: an adapted welcome was asked for by the person herself."""

    amount: int | None = None
    adults: int | None = None
    children: int | None = None
    nights: int | None = None
    stay: StayKind | str = ""
    business: bool | None = None
    access: bool | None = None
    dog: bool | None = None
    themes: Collection[Theme | str] = ()
    commune: Commune | None = None

    def known(self) -> dict[str, Any]:
        """Fields that say something. Raises ActRefused."""
        if self.amount is not None and not 0 <= self.amount <= DEAREST:
            most = f"{DEAREST // 100_000}\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"
            raise ActRefused(_("Le montant d’un acte va de 0 à %s, hors erreur de frappe.") % most)
        if self.stay and self.stay not in StayKind.values:
            raise ActRefused(_("Cette sorte de séjour n’existe pas\N{NO-BREAK SPACE}: choisissez-en une de la liste."))
        if not set(self.themes) <= set(Theme.values):
            raise ActRefused(_("Une de ces envies n’existe pas\N{NO-BREAK SPACE}: choisissez-les dans la liste."))
        found = {one.name: getattr(self, one.name) for one in fields(self)} | {
            "themes": [str(theme) for theme in self.themes]
        }
        return {name: value for name, value in found.items() if value not in (None, "", [])}


@transaction.atomic
def add_act(
    *,
    person: Person,
    kind: ActKind | str,
    room: str,
    at: datetime,
    own: bool,
    reference: str = "",
    label: str = "",
    told: Told | None = None,
) -> Act | None:
    """Adds a line, once for each reference; the person's own acts keep her in the file. The same reference told again
    adds no line, but corrects what it tells: a basket that was refunded in part is told with its new amount. Nothing
    is told of somebody erased: None. The timeline is its own journal. Raises ActRefused."""
    if Person.everything.filter(pk=person.pk).exclude(erased_at=None).exists():
        return None
    line = {"label": label[:200], "at": at, "own": own}
    if reference:
        act, new = Act.everything.get_or_create(person=person, kind=kind, room=room, reference=reference, defaults=line)
    else:
        act, new = Act.everything.create(person=person, kind=kind, room=room, **line), True
    facts = told.known() if told else {}
    if facts:
        ActFacts.everything.update_or_create(act=act, defaults=facts)
    if new and own:
        keep_alive(person=person, at=at)
    if new or facts:
        events.people_changed.send(sender=Person, ids=[person.pk])
    return act


def keep_alive(*, person: Person, at: datetime) -> None:
    """The person did something herself: what was said of erasing her is forgotten."""
    Person.everything.filter(pk=person.pk, last_own_act_at__lt=at).update(last_own_act_at=at, warned_at=None)
    person.refresh_from_db(fields=["last_own_act_at", "warned_at"])
