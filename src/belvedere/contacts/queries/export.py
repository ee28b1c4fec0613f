"""Everything that is kept of one person, in all rooms, as one file that she can read and take elsewhere."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models

from belvedere.contacts import events
from belvedere.contacts.models import Merge, Person, PersonPair, Sheet

#: Rows about the file itself rather than about the person, and those that are told with what hangs from them.
ASIDE = {Merge, PersonPair, Sheet}
#: What the office is to itself, and what would open somebody's page.
HIDDEN = {"id", "key", "in_force", "person", "kept", "absorbed", "merged_into"}


def file_of(person: Person, *, now: datetime) -> dict[str, Any]:
    """``{"heading": …}``, headings in French: who she is, then one list for each table that points at her, in whatever
    room, then what rooms keep elsewhere. Sheets merged into hers come along."""
    family, last = [person], [person]
    while last:
        last = list(Person.everything.filter(merged_into__in=last))
        family += last
    found: dict[str, Any] = {
        "fichier": str(person.destination),
        "établi le": _plain(now),
        "personne": [_told(one) for one in family],
    }
    for relation in Person._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model is Person or model in ASIDE:
            continue
        rows = model._base_manager.filter(**{f"{name}__in": family}).order_by("pk")
        if told := [_told(row, name) for row in rows]:
            found.setdefault(str(model._meta.verbose_name_plural), []).extend(told)
    for one in family:
        for _receiver, answer in events.person_exported.send(sender=Person, person=one):
            for heading, rows in (answer or {}).items():
                found.setdefault(heading, []).extend(rows)
    return found


def _told(row: models.Model, link: str = "") -> dict[str, Any]:
    """A row's own fields under their French names, what is empty left out."""
    told = {}
    for field in row._meta.concrete_fields:
        foreign = field.related_model if field.is_relation else None
        if field.name in HIDDEN | {link} or isinstance(field, models.BinaryField) or foreign is _account():
            continue
        label = getattr(row, f"get_{field.name}_display", None)
        value = label() if label and getattr(row, field.name) != "" else getattr(row, field.name)
        if value not in (None, "", [], {}):
            told[str(field.verbose_name)] = _plain(value)
    return told


def _account() -> Any:
    """The people of the office are not the person's own data."""
    return Person._meta.apps.get_model(settings.AUTH_USER_MODEL)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)
