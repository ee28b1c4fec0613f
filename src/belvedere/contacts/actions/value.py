"""Cost lines noted by the office or told by another room, and reckonings of a file's loyalty and value."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.enums import ExpensePurpose
from belvedere.contacts.models import Expense, ValueRun
from belvedere.contacts.queries import value as reads
from belvedere.engines import value as engine
from belvedere.kit import jobs, journal
from belvedere.territories.models import Destination

JOB = "contacts.reckon_value"
#: Reckonings kept for each file.
KEPT = 24


class ValueRefused(Exception):
    """This cannot be noted or reckoned so; the message says why and what to do."""


@transaction.atomic
def save_expense(*, expense: Expense, by: Any, now: datetime) -> Expense:
    """Writes a line of the office's own. Raises ValueRefused."""
    if by is not None and not access.can_keep_file(by, expense.destination):
        raise ValueRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    if expense.room:
        raise ValueRefused(_("Cette dépense vient d’une autre salle : corrigez-la là où elle est née."))
    if expense.mailing is not None and expense.mailing.destination_id != expense.destination_id:
        raise ValueRefused(_("Cet envoi groupé est d’une autre destination."))
    _check(expense)
    expense.noted_at = now
    expense.save()
    journal.record("save_expense", expense, by=by, now=now, amount=expense.amount)
    return expense


def _check(expense: Expense) -> None:
    if expense.end < expense.start:
        raise ValueRefused(_("La fin précède le début\N{NO-BREAK SPACE}: corrigez les dates."))
    if expense.amount <= 0:
        raise ValueRefused(_("Une dépense a un montant\N{NO-BREAK SPACE}: écrivez-le en euros, hors taxes."))


@transaction.atomic
def remove_expense(*, expense: Expense, by: Any, now: datetime) -> None:
    """Raises ValueRefused."""
    if by is not None and not access.expenses_kept_by(by).filter(pk=expense.pk).exists():
        raise ValueRefused(_("Cette dépense n’est pas de votre ressort."))
    journal.record("remove_expense", expense, by=by, now=now, amount=expense.amount)
    expense.delete()


@transaction.atomic
def tell_expense(
    *,
    destination: Destination,
    room: str,
    reference: str,
    name: str,
    purpose: ExpensePurpose | str,
    amount: int,
    start: date,
    end: date,
    source: str,
    supplier: str = "",
    now: datetime,
) -> Expense:
    """For the rooms above, that know what a campaign cost (cents without VAT): the same reference told again is
    corrected, and told the same leaves no trace. Raises ValueRefused."""
    line = {
        "name": name[:120], "purpose": ExpensePurpose(purpose), "amount": amount, "start": start, "end": end,
        "source": source[:120], "supplier": supplier[:120],
    }  # fmt: skip
    mine = {"destination": destination, "room": room, "reference": reference}
    _check(Expense(destination=destination, **line))
    same: Expense | None = Expense.everything.filter(**mine, **line).first()
    if same is not None:
        return same
    expense, _new = Expense.everything.update_or_create(**mine, defaults=line | {"noted_at": now})
    journal.record("tell_expense", expense, by=None, now=now, amount=amount)
    return expense


@transaction.atomic
def take_back_expenses(*, destination: Destination, room: str, kept: Collection[str], now: datetime) -> int:
    """Removes the lines that a room told and knows no more: all but the references ``kept``. How many."""
    told = list(Expense.everything.filter(destination=destination, room=room).exclude(reference__in=kept))
    for expense in told:
        journal.record("take_back_expense", expense, by=None, now=now, amount=expense.amount)
        expense.delete()
    return len(told)


@transaction.atomic
def ask_value(*, destination: Destination, by: Any, now: datetime) -> ValueRun:
    """Has the worker reckon; the one under way, if any, is given back. Raises ValueRefused."""
    if by is not None and not access.can_keep_file(by, destination):
        raise ValueRefused(_("Ce fichier n’est pas le vôtre : choisissez une destination où vous rédigez."))
    waiting = reads.under_way(destination)
    if waiting is not None:
        return waiting
    run = ValueRun.everything.create(destination=destination, asked_at=now)
    run.job = jobs.enqueue(JOB, now=now, run=run.pk)
    run.save(update_fields=["job"])
    journal.record("ask_value", run, by=by, now=now)
    return run


def reckon_value(*, run: ValueRun, now: datetime) -> ValueRun:
    """Run twice, it writes the same as of the day when it is run. Older ones beyond ``KEPT`` are let go."""
    given = reads.inputs(run.destination, now)
    settings = reads.settings_for(timezone.localtime(now).date())
    answer = engine.study(given.acts, settings, costs=given.costs, groups=given.groups)
    with transaction.atomic():
        run.answer, run.names, run.made_at = engine.as_json(answer), given.names, now
        run.save(update_fields=["answer", "names", "made_at"])
        kept = ValueRun.everything.filter(destination=run.destination).order_by("-asked_at", "-pk")[:KEPT]
        old = ValueRun.everything.filter(destination=run.destination).exclude(pk__in=[one.pk for one in kept])
        old.delete()
        journal.record("reckon_value", run, by=None, now=now)
    return run
