"""Two persons who are one: merged, and unmerged as if nothing had been done."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from belvedere.contacts import events
from belvedere.contacts.enums import PairStatus
from belvedere.contacts.models import Consent, Erasure, Merge, Person, PersonPair
from belvedere.kit import journal

from .consents import settle_ledger

#: What the one kept takes from the other where she has nothing.
FILLED = ("first_name", "last_name", "email", "phone", "postcode", "country", "language", "birth_year")
#: Rows about the two persons themselves: they stay with each.
STAY = {Merge, PersonPair, Erasure, Person}


class MergeRefused(Exception):
    """These two cannot be merged, or not be unmerged now; the message says why and what to do."""


def links() -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    """Every foreign key that leads to a person, in whatever room: the rooms above need declare nothing. A row that is
    the person's very own (its key is hers) stays: what is worked out of her is worked out again."""
    for relation in Person._meta.related_objects:
        key = relation.field
        if relation.related_model not in STAY and isinstance(key, models.ForeignKey) and not key.primary_key:
            yield relation.related_model, key


@transaction.atomic
def merge_people(*, kept: Person, absorbed: Person, by: Any, now: datetime) -> Merge:
    """The acts, consents and whatever else points at ``absorbed`` go to ``kept``, who fills in what she did not know.
    Rows that she has already in the same place stay with the other one. Raises MergeRefused."""
    found = {
        one.pk: one for one in Person.everything.present().select_for_update().filter(pk__in=[kept.pk, absorbed.pk])
    }
    if len(found) < 2:
        raise MergeRefused(_("L’une de ces deux fiches n’est plus au fichier\N{NO-BREAK SPACE}: rechargez la page."))
    kept, absorbed = found[kept.pk], found[absorbed.pk]
    if kept.destination_id != absorbed.destination_id:
        raise MergeRefused(_("Ces deux fiches ne sont pas du même fichier."))
    Consent.everything.filter(person=absorbed).update(in_force=False)
    moved = {_name(model, field): _move(model, field, absorbed, kept) for model, field in links()}
    Person.everything.filter(pk=absorbed.pk).update(merged_into=kept)
    settle_ledger(person=kept)
    settle_ledger(person=absorbed)
    merge = Merge.everything.create(
        kept=kept, absorbed=absorbed, filled=_fill(kept, absorbed), moved={k: v for k, v in moved.items() if v},
        at=now, by=by if by is not None and by.pk else None,
    )  # fmt: skip
    first, second = sorted((kept.pk, absorbed.pk))
    pair = PersonPair.everything.filter(first=first, second=second)
    pair.update(status=PairStatus.SAME, decided_by=merge.by, decided_at=now)
    journal.record("merge_people", kept, by=by, now=now, absorbed=absorbed.pk)
    events.people_changed.send(sender=Person, ids=[kept.pk, absorbed.pk])
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: Any, now: datetime) -> None:
    """Gives back what had moved and empties what had been filled in, unless it was changed since. What happened to the
    one kept in between stays hers. Raises MergeRefused."""
    merge = Merge.everything.select_for_update().select_related("kept", "absorbed").get(pk=merge.pk)
    kept, absorbed = merge.kept, merge.absorbed
    _check_undo(merge)
    Consent.everything.filter(person=kept).update(in_force=False)
    for model, field in links():
        keys = merge.moved.get(_name(model, field), ())
        model._base_manager.filter(pk__in=keys, **{field.name: kept}).update(**{field.name: absorbed})
    values = {name: _plain(getattr(kept, name)) for name in merge.filled}
    back = {name: before for name, (before, after) in merge.filled.items() if values[name] == after}
    Person.everything.filter(pk=kept.pk).update(**{name: _parsed(name, value) for name, value in back.items()})
    Person.everything.filter(pk=absorbed.pk).update(merged_into=None)
    settle_ledger(person=kept)
    settle_ledger(person=absorbed)
    first, second = sorted((kept.pk, absorbed.pk))
    pair = PersonPair.everything.filter(first=first, second=second)
    pair.update(status=PairStatus.TO_REVIEW, decided_by=None, decided_at=None)
    Merge.everything.filter(pk=merge.pk).update(undone_at=now)
    journal.record("undo_merge", kept, by=by, now=now, absorbed=absorbed.pk)
    events.people_changed.send(sender=Person, ids=[kept.pk, absorbed.pk])


def _check_undo(merge: Merge) -> None:
    if merge.undone_at is not None:
        raise MergeRefused(_("Cette fusion est déjà défaite."))
    if merge.kept.erased_at is not None:
        raise MergeRefused(_("Cette personne a été effacée\N{NO-BREAK SPACE}: il n’y a plus rien à séparer."))
    if merge.kept.merged_into_id is not None:
        raise MergeRefused(
            _("La personne gardée a été fusionnée à son tour\N{NO-BREAK SPACE}: défaites d’abord cette fusion-là.")
        )
    address = merge.absorbed.email
    others = Person.everything.present().filter(destination=merge.absorbed.destination_id, email=address)
    if address and others.exclude(pk=merge.kept_id).exists():
        raise MergeRefused(
            _("L’adresse de la fiche absorbée est celle d’une autre personne depuis\N{NO-BREAK SPACE}: fusionnez-les.")
        )
    taken = merge.kept.email == address and "email" not in merge.filled
    if address and taken:
        raise MergeRefused(
            _("La fiche gardée porte maintenant l’adresse de l’autre\N{NO-BREAK SPACE}: changez-la d’abord.")
        )


def _fill(kept: Person, absorbed: Person) -> dict[str, list[Any]]:
    """Writes on the one kept what she lacked; ``{field: [before, after]}``, plain JSON."""
    after = {name: getattr(absorbed, name) for name in FILLED if getattr(absorbed, name) and not getattr(kept, name)}
    if absorbed.created_at < kept.created_at:
        after["created_at"] = absorbed.created_at
    if absorbed.last_own_act_at > kept.last_own_act_at:
        after |= {"last_own_act_at": absorbed.last_own_act_at, "warned_at": absorbed.warned_at}
    told = {name: [_plain(getattr(kept, name)), _plain(value)] for name, value in after.items()}
    Person.everything.filter(pk=kept.pk).update(**after)
    return told


def _move(model: type[models.Model], field: models.ForeignKey, source: Person, target: Person) -> list[Any]:
    """Keys of the rows that went over; one by one where together they would collide with what is there."""
    rows = model._base_manager.filter(**{field.name: source})
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.update(**{field.name: target})
        return keys
    except IntegrityError:
        return [key for key in keys if _moves(model, field, key, target)]


def _moves(model: type[models.Model], field: models.ForeignKey, key: Any, target: Person) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=key).update(**{field.name: target})
    except IntegrityError:
        return False
    return True


def _name(model: type[models.Model], field: models.ForeignKey) -> str:
    return f"{model._meta.label_lower}.{field.name}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _parsed(name: str, value: Any) -> Any:
    return parse_datetime(value) if name.endswith("_at") and value else value
