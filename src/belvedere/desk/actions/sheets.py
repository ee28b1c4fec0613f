"""Handing a sheet over: printed, shown or sent. No address is kept, unless the visitor says yes to something."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from smtplib import SMTPException
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from belvedere.contacts.actions import acts, visitors
from belvedere.contacts.actions.people import Identity, PersonRefused
from belvedere.contacts.enums import ActKind, Proof, Purpose, Source
from belvedere.contacts.enums import Channel as Consented
from belvedere.contacts.models import Person
from belvedere.contacts.validators import normal_phone, telephone_text
from belvedere.desk import access
from belvedere.desk.enums import Channel
from belvedere.desk.models import DeskRequest, Recommendation, TripSheet
from belvedere.kit import http, journal, mail, sms
from belvedere.territories.queries import ResolvedBrand


class Refused(Exception):
    """The sheet cannot be handed over; the message says why and what to do."""


@transaction.atomic
def print_sheet(*, sheet: TripSheet, by: Any, now: datetime) -> None:
    """Counts a print; what is on the sheet has been recommended."""
    _hand_over(sheet, "printed", by, now)


def send_sheet(
    *,
    sheet: TripSheet,
    to: str,
    url: str,
    brand: ResolvedBrand,
    by: Any,
    now: datetime,
    agreed: Collection[Purpose | str] = (),
) -> None:
    """Sends the address of the live page by mail, or by text where ``to`` is a number, at once: a job would have to
    remember whom to write to. ``agreed`` is what the visitor said yes to at the counter: only then is she written down.
    Raises Refused."""
    _check_own(sheet, by)
    with translation.override(sheet.language):
        if "@" in to:
            _mail(to, url, brand, kept=bool(agreed))
        else:
            _text(to, url, brand)
    with transaction.atomic():
        _hand_over(sheet, "sent", by, now)
        if agreed:
            _write_down(sheet, to, agreed, by, now)


def _write_down(sheet: TripSheet, to: str, agreed: Collection[Purpose | str], by: Any, now: datetime) -> None:
    asked, mailed = sheet.request, "@" in to
    reached = {"email": to} if mailed else {"phone": to}
    identity = Identity(language=sheet.language, country=asked.country, postcode=asked.postcode, **reached)
    try:
        person = visitors.add_visitor(
            destination=sheet.destination, source=Source.DESK, identity=identity, purposes=agreed,
            channel=Consented.MAIL if mailed else Consented.SMS, proof=Proof.COUNTER,
            reference=f"fiche de séjour {sheet.pk}", by=by, now=now,
        )  # fmt: skip
    except PersonRefused as refusal:
        raise Refused(str(refusal)) from refusal
    _tell(sheet, person, now)


def _tell(sheet: TripSheet, person: Person, now: datetime) -> None:
    """Her timeline: she was here, if she was; her sheet; her stay, if it is ahead. What she said is told once."""
    asked, told = sheet.request, _told(sheet.request)
    here = asked.channel in (Channel.COUNTER, Channel.OUTSIDE)
    line: dict[str, Any] = {"person": person, "room": "desk", "at": now, "own": True}
    if here:
        acts.add_act(kind=ActKind.DESK, reference=f"request:{asked.pk}", told=told, **line)
    acts.add_act(
        kind=ActKind.SHEET, reference=f"trip:{sheet.pk}", label=str(sheet), told=None if here else told, **line
    )
    if sheet.first_day > timezone.localdate(now):
        begins = datetime.combine(sheet.first_day, time(), timezone.get_current_timezone())
        ahead = line | {"at": begins + timedelta(minutes=sheet.begin), "own": False}
        acts.add_act(kind=ActKind.PLANNED, reference=f"stay:{sheet.first_day}", label=str(sheet), **ahead)


def _told(asked: DeskRequest) -> acts.Told:
    """What was asked at the counter, as acts tell it; what is empty was perhaps not asked."""
    return acts.Told(
        adults=asked.adults,
        children=len(asked.children) or None,
        nights=asked.nights,
        stay=asked.stay,
        access=True if asked.wheelchair else None,
        dog=True if asked.dog else None,
        themes=asked.interests,
    )


def _mail(to: str, url: str, brand: ResolvedBrand, *, kept: bool) -> None:
    letter = mail.Letter(
        to=to,
        subject=_("Votre séjour, préparé avec vous"),
        paragraphs=(
            _("Voici le séjour composé ensemble\N{NO-BREAK SPACE}: étapes, heures, tarifs et carte."),
            _("Cette page reste à jour\N{NO-BREAK SPACE}: si un lieu ferme, elle le dit."),
            _("Vous avez accepté que nous vous écrivions\N{NO-BREAK SPACE}: chaque lettre dira comment arrêter.")
            if kept
            else _("Nous n’avons pas gardé votre adresse."),
        ),
        sender=brand.name,
        link=mail.Link(_("Ouvrir mon séjour"), url),
        colour=brand.palette.get("primary", ""),
    )
    try:
        mail.send(letter)
    except (SMTPException, OSError) as fault:
        raise Refused(
            _("Le courriel n’est pas parti\N{NO-BREAK SPACE}: vérifiez l’adresse, ou montrez le code à lire.")
        ) from fault


def _text(to: str, url: str, brand: ResolvedBrand) -> None:
    number = normal_phone(to)
    if not number:
        raise Refused(_("Ce numéro n’est pas complet\N{NO-BREAK SPACE}: dix chiffres, ou + et l’indicatif du pays."))
    if not sms.available():
        raise Refused(_("Aucune passerelle de SMS n’est réglée\N{NO-BREAK SPACE}: montrez le code à lire."))
    try:
        words = _("%(brand)s\N{NO-BREAK SPACE}: votre séjour, à jour\N{NO-BREAK SPACE}: %(url)s")
        sms.send(number, telephone_text(words % {"brand": brand.name, "url": url}))
    except (http.Unavailable, http.Forbidden) as fault:
        raise Refused(
            _("Le SMS n’est pas parti\N{NO-BREAK SPACE}: vérifiez le numéro, ou montrez le code à lire.")
        ) from fault


def _hand_over(sheet: TripSheet, counter: str, by: Any, now: datetime) -> None:
    _check_own(sheet, by)
    steps = {step["offer"] for day in sheet.plan.get("days", []) for step in day["steps"]}
    Recommendation.everything.bulk_create(
        [Recommendation(request_id=sheet.request_id, offer_id=pk, pinned=False, at=now) for pk in sorted(steps)],
        ignore_conflicts=True,
    )
    TripSheet.everything.filter(pk=sheet.pk).update(**{counter: F(counter) + 1})
    journal.record(f"sheet_{counter}", sheet, by=by, now=now, steps=len(steps))


def _check_own(sheet: TripSheet, by: Any) -> None:
    if by is not None and not access.requests_of(by).filter(pk=sheet.request_id).exists():
        raise Refused(_("Cette fiche appartient à un autre accueil."))
