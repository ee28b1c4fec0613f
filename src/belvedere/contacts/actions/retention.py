"""How long people stay: the round that the house makes by itself every night."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import ActKind, ErasureCause
from belvedere.contacts.models import Act, Person, RetentionRun
from belvedere.contacts.queries import retention as reads
from belvedere.contacts.queries.addresses import full, spoken_to
from belvedere.kit import jobs, journal, mail
from belvedere.territories.queries import resolved_brand

from . import acts, erasure

#: Numbers of persons whose letters one job sends.
BATCH = 200


def make_round(*, by: Any, now: datetime) -> RetentionRun:
    """Warns, erases, forgets. Each erasure is a transaction of its own: after a kill, the next round goes on."""
    erased = 0
    for person in reads.to_erase(now).order_by("pk").iterator(chunk_size=500):
        erasure.erase_person(person=person, cause=ErasureCause.RETENTION, by=by, now=now)
        erased += 1
    with transaction.atomic():
        warned = list(reads.to_warn(now).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(warned), BATCH):
            part = warned[start : start + BATCH]
            Person.everything.filter(pk__in=part).update(warned_at=now)
            jobs.enqueue("contacts.warn", now=now, people=part)
        forgotten, _each = reads.unconfirmed(now).delete()
        run = RetentionRun.objects.create(at=now, warned=len(warned), erased=erased, forgotten=forgotten)
        journal.record("make_round", run, by=by, now=now, warned=len(warned), erased=erased, forgotten=forgotten)
    return run


def warn_person(*, person: Person, now: datetime) -> bool:
    """Tells her by mail, once a warning: the line of her timeline is written first, so that a job run twice is silent.
    Whether a letter left."""
    if person.warned_at is None or person.erased_at is not None or not person.email:
        return False
    told = f"warned:{person.warned_at:%Y-%m-%d}"
    if Act.everything.filter(person=person, kind=ActKind.WARNED, reference=told).exists():
        return False
    acts.add_act(person=person, kind=ActKind.WARNED, room="contacts", at=now, own=False, reference=told)
    with translation.override(spoken_to(person.language)):
        mail.send(_letter(person))
    return True


def _letter(person: Person) -> mail.Letter:
    brand = resolved_brand(person.destination)
    day = formats.date_format(timezone.localtime(reads.leaves_on(person)), "j F Y")
    url = full(person.destination, reverse("contacts:preferences", args=[access.address_of(person)]))
    return mail.Letter(
        to=person.email,
        subject=_("Souhaitez-vous rester en contact\N{NO-BREAK SPACE}?"),
        paragraphs=(
            _("Bonjour,"),
            _("Cela fera bientôt trois ans que nous n’avons pas eu de vos nouvelles."),
            _("Sans geste de votre part, tout ce que nous savons de vous sera effacé le %(day)s.") % {"day": day},
            _("Pour rester en contact, ouvrez votre page et appuyez sur son bouton."),
        ),
        sender=brand.name,
        link=mail.Link(_("Ouvrir ma page"), url),
        colour=brand.palette.get("primary", ""),
    )


@transaction.atomic
def stay(*, person: Person, now: datetime) -> None:
    """She asks to remain: her own act."""
    acts.add_act(person=person, kind=ActKind.KEPT, room="contacts", at=now, own=True)
    journal.record("stay", person, by=None, now=now)
